import { type RequestHandler, Router } from 'express'
import { findEventTypes } from '../billing/webhooks/webhook-event-store.ts'
import { firstRunRoutes, watchFirstRun } from '../first-run/first-run-routes.tsx'
import { openProgress } from '../first-run/progress-file-gateway.ts'
import type { Resources } from './open/resources.ts'

type FirstRun = { first: readonly Router[]; routes: readonly Router[]; stop: () => Promise<void> }

/** Wires the bar of first steps. There is none unless the sandbox runs and its file is named. */
export const wireFirstRun = async (resources: Resources): Promise<FirstRun> => {
  const { newsroom, isSandbox, firstRunFile, database, now, log } = resources
  const [sandbox] = resources.checkoutOrigins
  if (!isSandbox || !firstRunFile || !sandbox) return { first: [], routes: [], stop: async () => {} }
  const progress = await openProgress(firstRunFile, log)
  const needs = {
    newsroom,
    progress,
    sandbox,
    findEventTypes: (types: readonly string[]) => findEventTypes(database, types),
    now,
  }
  return {
    first: [Router().use(watchFirstRun(needs) as RequestHandler)],
    routes: [firstRunRoutes(needs)],
    stop: progress.written,
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler } from 'express'
import { advanceClock } from './clock/advance-clock.ts'
import { openFollowers } from './clock/clock-followers.ts'
import { runNextDue } from './clock/run-due-work.ts'
import { controlRoutes } from './control/control-routes.ts'
import { openDeliveries } from './deliveries/deliveries.ts'
import { deskRoutes } from './desk/desk-routes.ts'
import { apiRoutes } from './endpoints/api-routes.ts'
import { openFaults } from './endpoints/core/faults.ts'
import { openLimits } from './endpoints/core/rate-limits.ts'
import { StripeApiError } from './endpoints/core/stripe-error.ts'
import { localHostsOnly } from './local-hosts-only.ts'
import { pageRoutes } from './pages/page-routes.ts'
import { openClock } from './state/clock.ts'
import type { Context } from './state/context.ts'
import { eventEmitter } from './state/emit-event.ts'
import { openState } from './state/state.ts'

export type Sandbox = { origin: string; stop: () => Promise<void> }

type Options = {
  port: number
  directory: string
  /** Limit of calls per second for each endpoint. Absent: 25, as at Stripe. 0: no limit. */
  perEndpoint?: number
  /** Sets the clock. Absent: the machine's time and the advances so far. */
  startAt?: Date
}

const TICK_MS = 200

/** Starts the sandbox on 127.0.0.1. Its journal is in `directory`. */
export const startSandbox = async (options: Options): Promise<Sandbox> => {
  const { port, directory, perEndpoint, startAt } = options
  const state = openState(directory)
  const clock = openClock(state)
  if (startAt) clock.advance(startAt.getTime() - clock.now())
  let origin = ''
  const context: Context = {
    state,
    clock,
    emit: eventEmitter({ state, clock }),
    origin: () => origin,
    advanceAfterResponse: (seconds, work) =>
      setImmediate(() => {
        void advanceClock(needs, seconds).then(() => {
          state.commit(work)
          return deliveries.send()
        })
      }),
  }
  const deliveries = openDeliveries({ state, clock })
  const followers = openFollowers(clock)
  const faults = openFaults()
  const limits = openLimits(perEndpoint)
  const needs = { context, deliveries, followers, faults, limits }
  const app = express()
  app.disable('x-powered-by')
  app.use(localHostsOnly)
  app.use('/_sandbox', controlRoutes(needs))
  app.use(deskRoutes(needs))
  app.use(pageRoutes(needs))
  app.use(apiRoutes({ context, faults, limits, sendEvents: () => void deliveries.send() }))
  app.use(onError)
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const tick = setInterval(() => {
    while (runNextDue(context, clock.now())) {}
    void deliveries.send()
  }, TICK_MS)
  const stop = async () => {
    clearInterval(tick)
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    await deliveries.stop()
    state.close()
  }
  let stopped: Promise<void> | null = null
  return {
    origin,
    // Closing the journal twice could close another file that has its descriptor by then.
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

// biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
const onError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  if (error instanceof StripeApiError) return void response.status(error.status).json(error.body)
  const status = typeof error?.status === 'number' ? error.status : 500
  // Developers use the sandbox, so internal errors show their stack.
  const message = String(status < 500 ? error?.message : (error?.stack ?? error))
  response
    .status(status)
    .json({ error: { type: status < 500 ? 'invalid_request_error' : 'api_error', message } })
}

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Express } from 'express'
import { projectFile } from '../../src/platform/project-files.ts'

type Route = { path: string; methods: Record<string, boolean> }
type Layer = { route?: Route; handle: { stack?: Layer[] } }

const routesIn = (layers: readonly Layer[]): Route[] =>
  layers.flatMap(({ route, handle }) => (route ? [route] : routesIn(handle.stack ?? [])))

const allRoutes = (app: Express): Route[] => routesIn((app.router as unknown as { stack: Layer[] }).stack)

/** Returns the pattern of every route of the product. */
export const routesOf = (app: Express): string[] => [...new Set(allRoutes(app).map(({ path }) => path))]

/** Returns true if the product has a route of this pattern for the method. */
export const hasRoute = (app: Express, pattern: string, method: 'get' | 'post'): boolean =>
  allRoutes(app).some(({ path, methods }) => path === pattern && (methods[method] || methods['_all']))

const NAMED = /(?:field\([^,]+, ?|input\(|parameter\(|text\(|query\[)'(\w+)'/g

/** Returns the name of every form field and query parameter that the source reads. */
export const namesOfInputs = (): string[] => {
  const files = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => /-routes\.tsx?$/.test(file))
    .map((file) => readFileSync(projectFile(path.join('src', file)), 'utf8'))
  return [...new Set(sources.flatMap((source) => [...source.matchAll(NAMED)].map(([, name = '']) => name)))]
}

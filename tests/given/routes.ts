import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Express } from 'express'
import { projectFile } from '../../src/platform/project-files.ts'

type Layer = { route?: { path: string }; handle: { stack?: Layer[] } }

const pathsIn = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => (route ? [route.path] : pathsIn(handle.stack ?? [])))

/** Returns the pattern of every route of the product. */
export const routesOf = (app: Express): string[] => [
  ...new Set(pathsIn((app.router as unknown as { stack: Layer[] }).stack)),
]

const NAMED = /(?:field\([^,]+, ?|input\(|parameter\(|text\(|query\[)'(\w+)'/g

/** Returns the name of every form field and query parameter that the source reads. */
export const namesOfInputs = (): string[] => {
  const files = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => /-routes\.tsx?$/.test(file))
    .map((file) => readFileSync(projectFile(path.join('src', file)), 'utf8'))
  return [...new Set(sources.flatMap((source) => [...source.matchAll(NAMED)].map(([, name = '']) => name)))]
}

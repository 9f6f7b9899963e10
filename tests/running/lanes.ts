import { readdirSync } from 'node:fs'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'

/** The kinds of tests in start order. The longest processes start first, so that none runs alone at the end. */
export const LANES = ['faults', 'browser', 'journeys', 'rules', 'stores'] as const
export type Lane = (typeof LANES)[number]

const FOLDER_LANES: readonly string[] = ['faults', 'browser', 'journeys']
// Tests with these suffixes use real servers. All others are pure rules.
const STORE_TEST = /-(store|action|job|routes|gateway|database|redis|server|lock)\.test\.tsx?$/

export const isLane = (word: string): word is Lane => LANES.some((lane) => lane === word)

export const laneOf = (file: string): Lane => {
  const folder = file.split('/')[1] ?? ''
  if (isLane(folder) && FOLDER_LANES.includes(folder)) return folder
  return STORE_TEST.test(file) ? 'stores' : 'rules'
}

/** Files that only the deep half runs, or a run that names them. */
const DEEP_ONLY: readonly string[] = ['tests/browser/lighthouse.test.ts']

export const isDeepOnly = (file: string): boolean => DEEP_ONLY.includes(file)

const FOLDERS = ['tests', 'stripe-sandbox/tests']

/** Lists every test file of Mainstay and of the Stripe sandbox, relative to the project's root. */
export const testFiles = (): string[] =>
  FOLDERS.flatMap(filesBelow)
    .filter((file) => /\.test\.tsx?$/.test(file))
    .sort((one, other) => LANES.indexOf(laneOf(one)) - LANES.indexOf(laneOf(other)) || (one < other ? -1 : 1))

const filesBelow = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    path.posix.join(folder, ...file.split(path.sep)),
  )

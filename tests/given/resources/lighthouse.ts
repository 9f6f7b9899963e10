import { readFile } from 'node:fs/promises'
import path from 'node:path'
import lighthouse, { type RunnerResult } from 'lighthouse'
import { type BrowserContext, chromium } from 'playwright-core'
import { LAUNCH_OPTIONS } from './browser.ts'
import { givenDirectory } from './directories.ts'

export type Category = 'accessibility' | 'best-practices' | 'performance' | 'seo'

/** `scores` go to 100. `failed` names the audits below that, with what they found. */
export type Report = {
  scores: Partial<Record<Category, number>>
  failed: string[]
  /** Lighthouse's measure of this machine's speed at that moment. */
  speed: number
}

export type GivenLighthouse = {
  /** The browser's own windows and cookies, which Lighthouse uses too. */
  context: BrowserContext
  inspect: (url: string, categories: readonly Category[]) => Promise<Report>
  stop: () => Promise<void>
}

/** Starts a Chromium that Lighthouse can be connected to, on a free port. */
export const givenLighthouse = async (): Promise<GivenLighthouse> => {
  const directory = await givenDirectory()
  const options = { ...LAUNCH_OPTIONS, args: [...LAUNCH_OPTIONS.args, '--remote-debugging-port=0'] }
  const context = await chromium.launchPersistentContext(directory.path, options)
  const [port] = (await readFile(path.join(directory.path, 'DevToolsActivePort'), 'utf8')).split('\n')
  return {
    context,
    inspect: (url, categories) => inspect({ url, categories, port: Number(port) }),
    stop: async () => {
      await context.close()
      await directory.remove()
    },
  }
}

type Result = RunnerResult['lhr']
type Inspection = { url: string; categories: readonly Category[]; port: number }

/** On a busy machine Lighthouse sometimes misses the load of a page, and asks to be run again. */
const MOST_TRIES = 4

const inspect = async ({ url, categories, port }: Inspection): Promise<Report> => {
  for (let tries = 1; ; tries += 1) {
    const result = await lighthouse(url, {
      port,
      onlyCategories: [...categories],
      logLevel: 'error',
      // Our policy lets pages fetch nothing. Chromium holds Lighthouse to it, which then takes robots.txt as invalid.
      skipAudits: ['robots-txt'],
      // The cookies of a signed-in person stay.
      disableStorageReset: true,
    })
    if (!result) throw new Error(`Lighthouse gives no report of ${url}`)
    const { runtimeError } = result.lhr
    if (!runtimeError) return reportOf(result.lhr, categories)
    if (tries >= MOST_TRIES) throw new Error(`${url}: ${runtimeError.message}`)
  }
}

const reportOf = (lhr: Result, categories: readonly Category[]): Report => {
  const scores = Object.fromEntries(
    categories.map((each) => [each, Math.round((lhr.categories[each]?.score ?? 0) * 100)]),
  )
  const failed = Object.values(lhr.audits)
    .filter(({ score }) => score !== null && score < 1)
    .map(
      ({ id, title, explanation = '', details }) =>
        `${id}: ${title} ${explanation} ${JSON.stringify(details ?? '').slice(0, 500)}`,
    )
  return { scores, failed, speed: lhr.environment.benchmarkIndex }
}

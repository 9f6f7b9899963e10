import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const SIZES = { phone: { width: 320, height: 640 }, desktop: { width: 1280, height: 900 } } as const

export type Viewer = {
  page: Page
  /** Fails if a policy blocked something, a script broke, or a request went to another origin. */
  assertClean: (origins: readonly string[], expected?: readonly RegExp[]) => void
  close: () => Promise<void>
}

/** More than any step takes on a busy machine. */
const TIMEOUT_MS = 120_000

export const LAUNCH_OPTIONS = {
  executablePath: process.env['TEST_CHROMIUM'] ?? '',
  timeout: TIMEOUT_MS,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

export const launchBrowser = (): Promise<Browser> => chromium.launch(LAUNCH_OPTIONS)

export type View = { size: keyof typeof SIZES; scripts: boolean; language?: string; dark?: boolean }

export const openViewer = async (
  browser: Browser,
  { size, scripts, language = 'en', dark = false }: View,
): Promise<Viewer> => {
  const context: BrowserContext = await browser.newContext({
    viewport: SIZES[size],
    javaScriptEnabled: scripts,
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
  })
  context.setDefaultTimeout(TIMEOUT_MS)
  const page = await context.newPage()
  const requestedOrigins = new Set<string>()
  const complaints: string[] = []
  page.on('request', (request) => void requestedOrigins.add(new URL(request.url()).origin))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => void complaints.push(error.message))
  return {
    page,
    assertClean: (origins, expected = []) => {
      assert.deepEqual(
        complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))),
        [],
      )
      assert.deepEqual(
        [...requestedOrigins].filter((origin) => !origins.includes(origin) && origin !== 'null'),
        [],
        'a request left our origin',
      )
    },
    close: () => context.close(),
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Returns everything that axe finds wrong with the current page. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const axe = (
      window as unknown as { axe: { run: (options: unknown) => Promise<{ violations: AxeRule[] }> } }
    ).axe
    type AxeRule = { id: string; nodes: { target: string[]; failureSummary?: string }[] }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Otherwise axe describes each element that passed.
      resultTypes: ['violations'],
    })
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
  })
}

/** Fails if anything is wider than the window, which would scroll sideways. */
export const assertFits = async (page: Page): Promise<void> => {
  const wide = await page.evaluate(() => {
    const available = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= available) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > available + 1)
      .map((element) => `${element.tagName}.${element.className}`)
  })
  assert.deepEqual(wide, [], `${page.url()} is wider than its window`)
}

/** Returns the labels of buttons and tabs with a word on two lines, or text that its box cuts off. */
export const brokenLabels = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isWhole = (text: Text): boolean =>
      [...text.data.matchAll(/\S+/g)].every(({ 0: word, index }) => {
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size <= 1
      })
    return [...document.querySelectorAll<HTMLElement>('button, .primary, .secondary, .tabs a')]
      .filter((label) => {
        const texts = [...label.childNodes].filter((node) => node instanceof Text)
        const { left, right } = label.getBoundingClientRect()
        const fits = label.scrollWidth <= label.clientWidth + 1 && left >= 0 && right <= innerWidth + 1
        return !fits || !texts.every(isWhole)
      })
      .map((label) => label.textContent ?? '')
  })

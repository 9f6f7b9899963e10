import { after, afterEach } from 'node:test'
import type { Browser } from 'playwright-core'
import { describeMainstay } from './describe-mainstay.ts'
import type { GivenMainstay } from './mainstay.ts'
import { launchBrowser, openViewer, type View, type Viewer } from './resources/browser.ts'

type OpenView = (view: View) => Promise<Viewer>

let browser: Promise<Browser> | null = null

after(async () => (await browser)?.close())

/** This test process's own browser, launched at first use and closed after its last test. */
const ownBrowser = (): Promise<Browser> => {
  browser ??= launchBrowser()
  return browser
}

/**
 * A suite in which each case has a newsroom and windows of its own; those are closed after it. Its clock starts
 * today: cookies in a browser live by the machine's time.
 */
export const describeInBrowser = (
  title: string,
  body: (mainstay: GivenMainstay, open: OpenView) => void,
): void =>
  describeMainstay(
    title,
    (mainstay) => {
      const viewers: Viewer[] = []
      afterEach(async () => {
        await Promise.all(viewers.splice(0).map(({ close }) => close()))
      })
      body(mainstay, async (view) => {
        const viewer = await openViewer(await ownBrowser(), view)
        viewers.push(viewer)
        return viewer
      })
    },
    { startAt: new Date() },
  )

import { after, afterEach } from 'node:test'
import type { Browser } from 'playwright-core'
import { describeMainstay } from './describe-mainstay.ts'
import type { GivenMainstay } from './mainstay.ts'
import { launchBrowser, openViewer, type View, type Viewer } from './resources/browser.ts'

type OpenView = (view: View) => Promise<Viewer>

let browser: Promise<Browser> | null = null

after(async () => (await browser)?.close())

/** Returns this process's browser. It is launched on first use and closed after the last test. */
export const sharedBrowser = (): Promise<Browser> => {
  browser ??= launchBrowser()
  return browser
}

/**
 * Defines a suite with a separate newsroom and windows for each case. Its clock starts today, because browser
 * cookies use the machine's time.
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
        const viewer = await openViewer(await sharedBrowser(), view)
        viewers.push(viewer)
        return viewer
      })
    },
    { startAt: new Date() },
  )

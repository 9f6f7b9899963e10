import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../given/describe-browser.ts'

/** More than any page has controls. */
const MOST_PRESSES = 120

/** Fails unless an element has the focus, is in the window and shows it. */
const assertFocusShows = async (page: Page): Promise<void> => {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return 'the focus is on the body'
    const { top, left, width, height } = focused.getBoundingClientRect()
    const isInWindow = width > 0 && height > 0 && top < innerHeight && top + height > 0 && left >= 0
    if (!isInWindow) return `${focused.outerHTML.slice(0, 200)} is out of sight`
    // A radio button that is drawn by its label shows the focus there.
    const drawn = [focused, ...(focused instanceof HTMLInputElement ? (focused.labels ?? []) : [])]
    const isShown = drawn.some((each) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    })
    return isShown ? 'shown' : `${focused.outerHTML.slice(0, 200)} does not show the focus`
  })
  assert.equal(seen, 'shown', page.url())
}

const press = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press(key)
  await assertFocusShows(page)
}

/** Presses Tab, or Shift+Tab, until the element has the focus. Each stop on the way shows it. */
const tabTo = async (page: Page, selector: string, key = 'Tab'): Promise<void> => {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await press(page, key)
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
  }
  assert.fail(`${selector} cannot be reached on ${page.url()}`)
}

/** Presses a key that leads to another page, or to a place of this one. */
const pressAndCome = async (page: Page, key: string, path: RegExp): Promise<void> => {
  await Promise.all([page.waitForURL(path), page.keyboard.press(key)])
}

const fill = async (page: Page, selector: string, text: string): Promise<void> => {
  await tabTo(page, selector)
  await page.keyboard.type(text)
}

const ARTICLE = '/articles/heat-by-the-spoonful'

describeInBrowser('with nothing but a keyboard', (mainstay, open) => {
  test('a reader snoozes, undoes it, gives, and comes to their own page; the focus always shows', async () => {
    const { page, assertClean } = await open({ size: 'desktop', scripts: true })
    await page.goto(`${mainstay.origin}/`)
    await press(page, 'Tab')
    assert.ok(await page.evaluate(() => document.activeElement?.matches('.skip')))
    await press(page, 'Enter')
    await tabTo(page, `main a[href="${ARTICLE}"]`)
    await press(page, 'Shift+Tab')
    await press(page, 'Tab')
    await pressAndCome(page, 'Enter', new RegExp(ARTICLE))

    await tabTo(page, '.skip')
    await pressAndCome(page, 'Enter', /#text/)
    await assertFocusShows(page)
    await tabTo(page, 'form[action="/reminders"] button')
    await pressAndCome(page, 'Enter', /#reminder/)
    await page.waitForSelector('[role=status]:focus')
    await assertFocusShows(page)

    await tabTo(page, 'form[action="/reminders/cancel"] button')
    await pressAndCome(page, 'Space', /#appeal/)
    await page.waitForSelector('main[data-appeal="shown"] #appeal-heading:focus')
    await assertFocusShows(page)

    await tabTo(page, '#appeal input[type=radio]')
    await press(page, 'ArrowRight')
    const chosen = await page.locator('#appeal input[type=radio]:checked').inputValue()
    await tabTo(page, '#appeal button')
    await pressAndCome(page, 'Enter', /\/support\?/)
    assert.equal(await page.inputValue('#amount'), chosen)
    await tabTo(page, '.presets a')
    await tabTo(page, '#amount')
    await tabTo(page, '.support-form button')
    await pressAndCome(page, 'Enter', /\/c\/pay\//)

    await fill(page, '#email', 'reader@example.com')
    await fill(page, '#card', '4242 4242 4242 4242')
    await fill(page, '#expiry', '12 / 34')
    await fill(page, '#cvc', '123')
    await fill(page, '#name', 'A Reader')
    await tabTo(page, 'main form button')
    await pressAndCome(page, 'Enter', /\/support\/thanks/)
    await page.getByRole('status').waitFor()
    await tabTo(page, 'main a[href^="/account"]')
    await pressAndCome(page, 'Enter', /\/(account|sign-in)/)
    await press(page, 'Tab')
    assertClean([mainstay.origin, mainstay.sandbox.origin])
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeInBrowser } from '../given/describe-browser.ts'
import { givenStaff, VERA } from '../given/people/staff.ts'
import { contributeAs } from '../given/people/supporter.ts'
import { assertFits, axeFindings } from '../given/resources/browser.ts'

describeInBrowser('the link "Wasn’t you?" and what staff see of it, on a phone', (mainstay, open) => {
  for (const [scripts, language, label] of [
    [true, 'en', 'It wasn’t me'],
    [false, 'ru', 'Это не я'],
  ] as const)
    test(`in ${language}, scripts ${scripts ? 'on' : 'off'}`, async () => {
      await contributeAs(mainstay, 'somebody@example.com')
      const { page, assertClean } = await open({ size: 'phone', scripts })
      const look = async () => {
        await assertFits(page)
        if (scripts) assert.deepEqual(await axeFindings(page), [])
      }
      await page.goto(`${mainstay.origin}/outbox`)
      const link = /\/not-me\/[\w.-]+/.exec(await page.content())?.[0] ?? ''
      await page.goto(`${mainstay.origin}${link}?language=${language}`)
      await look()
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('status').waitFor()
      await look()
      await givenStaff(mainstay.database)
      await page.goto(`${mainstay.origin}/staff/sign-in`)
      await page.fill('#name', VERA.name)
      await page.fill('#password', VERA.password)
      await page.locator('form[action="/staff/sign-in"] button').click()
      await page.waitForURL(/\/staff$/)
      await page.goto(`${mainstay.origin}/staff/inbox?language=${language}`)
      assert.equal(await page.locator('[data-disowned]').count(), 1)
      await look()
      assertClean([mainstay.origin])
    })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import type { Reader } from '../given/people/reader.ts'
import { givenStaff, signInStaff } from '../given/people/staff.ts'
import { contributeAs, signInAs } from '../given/people/supporter.ts'
import { type Category, type GivenLighthouse, givenLighthouse } from '../given/resources/lighthouse.ts'

/** Lighthouse warns of a slow machine below 1000. Between that and this, busy neighbours still cost a page points. */
const SLOWEST_MACHINE = 1500
const LEAST_PERFORMANCE = 95

type Page = { path: string; isIndexable: boolean; signIn?: (mainstay: GivenMainstay) => Promise<Reader> }

const ADDRESS = 'reader@example.com'

const PAGES = (
  [
    { path: '/articles/heat-by-the-spoonful', isIndexable: true },
    { path: '/', isIndexable: true },
    { path: '/support?language=en', isIndexable: false },
    {
      path: '/account?language=en',
      isIndexable: false,
      signIn: async (mainstay) => {
        await contributeAs(mainstay, ADDRESS)
        return signInAs(mainstay, ADDRESS)
      },
    },
    {
      path: '/staff/reports/supporters?language=en',
      isIndexable: false,
      signIn: async ({ database, origin }) => {
        await givenStaff(database)
        return signInStaff(origin)
      },
    },
  ] satisfies Page[]
).slice(0, Number(process.env['TEST_PAGES'] ?? 5))

describe('Lighthouse on a phone', () => {
  let mainstay: GivenMainstay
  let lighthouse: GivenLighthouse
  before(async () => {
    mainstay = await givenMainstay({ startAt: new Date() })
    lighthouse = await givenLighthouse()
  })
  after(async () => {
    await lighthouse?.stop()
    await mainstay?.stop()
  })

  for (const { path, isIndexable, signIn } of PAGES) {
    const scored: Category[] = ['accessibility', 'best-practices', ...(isIndexable ? (['seo'] as const) : [])]

    test(`${path}: 100 for ${scored.join(', ')}; ${LEAST_PERFORMANCE} for performance, median of three`, async (context) => {
      const { origin } = mainstay
      const person = await signIn?.(mainstay)
      await lighthouse.context.addCookies(
        [...(person?.cookies ?? [])].map(([name, value]) => ({ name, value, url: origin })),
      )
      const first = await lighthouse.inspect(origin + path, [...scored, 'performance'])
      for (const category of scored)
        assert.equal(first.scores[category], 100, `${category}\n${first.failed.join('\n')}`)

      const runs = [first]
      while (runs.length < 3 && first.speed >= SLOWEST_MACHINE)
        runs.push(await lighthouse.inspect(origin + path, ['performance']))
      const scores = runs.map(({ scores }) => scores.performance ?? 0).sort((one, other) => one - other)
      const slowest = Math.min(...runs.map(({ speed }) => speed))
      const isJudged = slowest >= SLOWEST_MACHINE
      context.diagnostic(
        `${path}: performance ${scores.join(', ')}, ${isJudged ? 'judged' : 'not judged'} at a speed of ${slowest}`,
      )
      if (!isJudged) return
      assert.ok((scores[1] ?? 0) >= LEAST_PERFORMANCE, `${scores.join(', ')}\n${first.failed.join('\n')}`)
    })
  }
})

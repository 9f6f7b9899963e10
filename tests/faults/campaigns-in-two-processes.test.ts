import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { saveVersion } from '../../src/campaigns/campaign-store.ts'
import { findStaffByName } from '../../src/staff/staff-store.ts'
import { someSettings } from '../campaigns/given-settings.ts'
import { givenCampaign, signInEditor } from '../given/people/editor.ts'
import { appealOf, eventually, givenReader, type Reader } from '../given/people/reader.ts'
import { CARO } from '../given/people/staff.ts'
import { answeredBy, givenTwo } from '../given/processes.ts'
import type { RunningProcess } from '../given/resources/process.ts'
import { controlSandbox } from '../given/resources/sandbox.ts'
import { START_AT, TIME_ZONE } from '../given/start-at.ts'

const ARTICLE = '/articles/third-floor-second-door'

type Pair = Awaited<ReturnType<typeof givenTwo>>

const articleFor = async (reader: Reader): Promise<string> => (await reader.get(ARTICLE)).text

/** Reads the heading of the appeal that strangers see in each process, or why they see none. */
const strangersSee = ({ one, two }: Pair): Promise<string[]> =>
  Promise.all(
    [one, two].map(async ({ addresses }) => {
      const text = await articleFor(givenReader(addresses.newsroom))
      const [, heading] = /<h2 id="appeal-heading"[^>]*>([^<]+)</.exec(text) ?? []
      return heading ?? /data-appeal="([a-z]+)"/.exec(text)?.[1] ?? 'none'
    }),
  )

const bothSee = (pair: Pair, expected: string): Promise<void> =>
  eventually(async () => assert.deepEqual(await strangersSee(pair), [expected, expected]))

/** The article once the reader was looked up: a busy machine may exceed the time limit for that. */
const settled = async (process: RunningProcess, reader: Reader): Promise<string> => {
  let text = ''
  await eventually(async () => {
    text = await articleFor(answeredBy(process, reader))
    assert.doesNotMatch(text, /data-appeal="unsure"/)
  })
  return text
}

const statusLine = (html: string): string =>
  /<p id="reminder"[^>]*><strong>([^<]+)</.exec(html)?.[1] ?? 'none'

/** Sends a choice to one process. The browser has its cookie afterwards. */
const choose = async (process: RunningProcess, reader: Reader, after: string): Promise<void> => {
  const there = answeredBy(process, reader)
  const answer =
    after === 'undo' ? await there.post('/reminders/cancel', {}) : await there.post('/reminders', { after })
  assert.equal(answer.status, 303)
  for (const [name, value] of there.cookies) reader.cookies.set(name, value)
}

const hourFromStart = (hours: number): string => {
  const at = new Date(START_AT.getTime() + hours * 3_600_000)
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: TIME_ZONE,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return parts.format(at).replace(' ', 'T')
}

const followCampaign = async (pair: Pair): Promise<void> => {
  const { one, two, database, sandbox } = pair
  const letter = (await strangersSee(pair))[0] ?? ''
  const origin = one.addresses.newsroom
  const caro = await signInEditor({ database, origin })
  const press = async (process: RunningProcess, path: string) =>
    assert.equal((await answeredBy(process, caro).post(`/staff/campaigns/${path}`, {})).status, 303)
  const { en } = someSettings().texts
  assert.ok(en)
  const campaign = await givenCampaign({ database }, someSettings())
  await bothSee(pair, 'A campaign')
  const settings = someSettings({
    texts: { en: { ...en, heading: 'A second version' } },
    to: hourFromStart(48),
  })
  const staffId = (await findStaffByName(database, CARO.name))?.id ?? ''
  await database.inTransaction((transaction) =>
    saveVersion(transaction, { campaign, basedOn: 1, settings, staffId }, START_AT),
  )
  await bothSee(pair, 'A second version')
  await press(one, `${campaign}/stop`)
  await bothSee(pair, letter)
  await press(two, `${campaign}/resume`)
  await bothSee(pair, 'A second version')
  await press(two, 'stop-all')
  await bothSee(pair, 'off')
  await press(one, 'resume-all')
  await bothSee(pair, 'A second version')
  await controlSandbox(sandbox, 'clock', { advanceSeconds: 49 * 3_600 })
  await bothSee(pair, letter)
}

const followSnooze = async ({ one, two }: Pair): Promise<void> => {
  const reader = givenReader(one.addresses.newsroom)
  const lines = async () => [statusLine(await settled(one, reader)), statusLine(await settled(two, reader))]
  const chosen: string[] = []
  for (const [process, after] of [
    [one, '7d'],
    [two, '1m'],
    [one, 'never'],
  ] as const) {
    await choose(process, reader, after)
    const [here = '', there] = await lines()
    assert.equal(here, there)
    chosen.push(here)
  }
  assert.equal(new Set(chosen).size, 3)
  assert.match(chosen[0] ?? '', /^Reminder set for/)
  assert.match(chosen[2] ?? '', /^We won’t ask in this browser until/)
  await choose(two, reader, 'undo')
  for (const process of [one, two]) assert.match(await settled(process, reader), /data-appeal="shown"/)
}

const followCaps = async (pair: Pair): Promise<void> => {
  const { one, two, database, redis } = pair
  const reader = givenReader(one.addresses.newsroom)
  await choose(one, reader, '7d')
  await choose(two, reader, 'undo')
  const caps = { shows: 4, days: 7, daysApart: 0 }
  await givenCampaign({ database }, someSettings({ name: 'Capped', caps }))
  await bothSee(pair, 'A campaign')
  const pages = await Promise.all([one, two, one, two].map((process) => settled(process, reader)))
  for (const page of pages) assert.match(page, /data-appeal="shown"/)
  await eventually(async () => {
    const counts = await Promise.all(
      (await redis.keys('appeal:*')).map((key) => redis.hget(key, 'seenCount')),
    )
    assert.deepEqual(counts.filter(Boolean), ['4'])
  })
  for (const process of [one, two]) assert.match(await settled(process, reader), /data-appeal="capped"/)
  for (const process of [one, two])
    assert.equal(await appealOf(givenReader(process.addresses.newsroom)), 'shown')
}

// Each start takes most of two seconds, so this is one test.
test('two processes follow one campaign, one snooze and one count of caps', async (context: TestContext) => {
  const pair = await givenTwo(context)
  await followCampaign(pair)
  await followSnooze(pair)
  await followCaps(pair)
})

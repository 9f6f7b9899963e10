import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { afterEach, beforeEach, test } from 'node:test'
import { findAppealSettings, stopEveryAppeal } from '../../src/campaigns/appeal-settings-store.ts'
import { setStopped } from '../../src/campaigns/campaign-store.ts'
import { postgresDatabase } from '../../src/platform/database/postgres-database.ts'
import { someSettings } from '../campaigns/given-settings.ts'
import { describeMainstay } from '../given/describe-mainstay.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { givenCampaign, signInEditor } from '../given/people/editor.ts'
import { appealOf, eventually, givenReader, type Reader, startGiving } from '../given/people/reader.ts'
import { contributeAs, signInAs } from '../given/people/supporter.ts'
import { PAGE_CONNECTIONS } from '../given/servers.ts'
import { givenTwin } from '../given/twin.ts'

const ARTICLE = '/articles/third-floor-second-door'
const MINUTE_MS = 60_000
/** The product's own timeout. */
const SUPPRESSION_TIMEOUT_MS = 150

let aheadMs = 0

describeMainstay(
  'campaigns on two servers while a part is away',
  (mainstay) => {
    let origins: readonly string[]
    let keep: Keep
    let end = async () => {}
    beforeEach(async () => {
      aheadMs = 0
      keep = keeping((ends) => {
        end = ends
      })
      origins = [mainstay.origin, await givenTwin(mainstay, keep)]
    })
    afterEach(() => end())

    const gate = (part: 'database' | 'redis') => {
      const door = mainstay.gates?.[part]
      assert.ok(door)
      return door
    }
    const at = (origin: string, { cookies } = givenReader(origin)): Reader => {
      const reader = givenReader(origin)
      for (const [name, value] of cookies) reader.cookies.set(name, value)
      return reader
    }
    /** Each server's answer to a stranger: `campaign`, `letter`, or why there is no appeal. */
    const strangersSee = (): Promise<string[]> =>
      Promise.all(
        origins.map(async (origin) => {
          const { status, text } = await givenReader(origin).get(ARTICLE)
          assert.equal(status, 200)
          if (text.includes('>A campaign<')) return 'campaign'
          const state = /data-appeal="([a-z]+)"/.exec(text)?.[1] ?? 'none'
          return state === 'shown' ? 'letter' : state
        }),
      )
    const both = (state: string) =>
      eventually(async () => assert.deepEqual(await strangersSee(), [state, state]))
    const givenShown = async (changes: Parameters<typeof someSettings>[0] = {}): Promise<number> => {
      const campaign = await givenCampaign(mainstay, someSettings(changes))
      await both('campaign')
      return campaign
    }
    const states = (readers: readonly Reader[]): Promise<string[]> =>
      Promise.all(readers.flatMap((reader) => origins.map((origin) => appealOf(at(origin, reader)))))
    /** Each server's answer once it looked the reader up: a busy machine may be late. */
    const settledStates = (reader: Reader): Promise<string[]> =>
      Promise.all(
        origins.map(async (origin) => {
          let state = 'unsure'
          await eventually(async () => {
            state = await appealOf(at(origin, reader))
            assert.notEqual(state, 'unsure')
          })
          return state
        }),
      )
    /** Nothing suppresses the appeal for this reader, who has a cookie. */
    const givenUndone = async (): Promise<Reader> => {
      const reader = givenReader(mainstay.origin)
      await reader.post('/reminders', { after: '7d' })
      await reader.post('/reminders/cancel', {})
      return reader
    }

    test('with Redis stopped, slow, emptied, or emptied without Postgres, strangers see the campaign, and nobody whose choice cannot be read', async () => {
      await givenShown()
      const snoozed = givenReader(mainstay.origin)
      await snoozed.post('/reminders', { after: '1m' })
      await contributeAs(mainstay, 'ada@example.com')
      await mainstay.settle()
      const readers = [snoozed, await givenUndone(), await signInAs(mainstay, 'ada@example.com')]
      const assertKnown = () =>
        eventually(async () =>
          assert.deepEqual(await states(readers), [
            'snoozed',
            'snoozed',
            'shown',
            'shown',
            'supports',
            'supports',
          ]),
        )
      const assertUnsure = async () => {
        assert.deepEqual(await states(readers), Array(6).fill('unsure'))
        assert.deepEqual(await strangersSee(), ['campaign', 'campaign'])
      }
      await assertKnown()
      for (const fault of ['shut', 'stall'] as const) {
        gate('redis')[fault]()
        await assertUnsure()
        for (const origin of origins) {
          const stranger = givenReader(origin)
          assert.equal((await stranger.post('/reminders', { after: '7d' })).status, 503, fault)
          assert.equal(stranger.cookies.size, 0, 'a cookie would promise what was not saved')
        }
        gate('redis').open()
        await assertKnown()
      }
      await mainstay.redis?.flushall()
      await assertKnown()
      gate('database').shut()
      await mainstay.redis?.flushall()
      await assertUnsure()
      gate('database').open()
      await assertKnown()
    })

    test('with a full Redis a campaign with caps asks a reader with our cookie once on each server, then counts again', async () => {
      await givenShown({ caps: { shows: 2, days: 7, daysApart: 0 } })
      const reader = await givenUndone()
      const capped = () =>
        eventually(async () => assert.deepEqual(await settledStates(reader), ['capped', 'capped']))
      await mainstay.redis?.config('SET', 'maxmemory', '1')
      try {
        assert.deepEqual(await settledStates(reader), ['shown', 'shown'])
        await capped()
        assert.deepEqual(await strangersSee(), ['campaign', 'campaign'])
      } finally {
        await mainstay.redis?.config('SET', 'maxmemory', '0')
      }
      await mainstay.advance(61)
      assert.deepEqual(await settledStates(reader), ['shown', 'shown'])
      await capped()
    })

    test('with a full Redis that lost its entries a campaign with caps asks no reader with our cookie', async () => {
      await givenShown({ caps: { shows: 2, days: 7, daysApart: 0 } })
      const reader = await givenUndone()
      await mainstay.redis?.flushall()
      await mainstay.redis?.config('SET', 'maxmemory', '1')
      try {
        assert.deepEqual(await settledStates(reader), ['capped', 'capped'])
        assert.deepEqual(await strangersSee(), ['campaign', 'campaign'])
      } finally {
        await mainstay.redis?.config('SET', 'maxmemory', '0')
      }
      assert.deepEqual(await settledStates(reader), ['shown', 'shown'])
    })

    test('a count that cannot be written takes none from a reader whose id is renewed meanwhile', async () => {
      await givenShown({ caps: { shows: 1, days: 7, daysApart: 0 } })
      const [renewed, other] = [await givenUndone(), await givenUndone()]
      const capped = (reader: Reader) =>
        eventually(async () => assert.deepEqual(await settledStates(reader), ['capped', 'capped']))
      await capped(renewed)
      await mainstay.redis?.config('SET', 'maxmemory', '1')
      try {
        await capped(other)
      } finally {
        await mainstay.redis?.config('SET', 'maxmemory', '0')
      }
      await startGiving(renewed)
      await settledStates(renewed)
      await mainstay.advance(61)
      assert.deepEqual(await settledStates(other), ['shown', 'shown'])
      assert.deepEqual(await settledStates(renewed), ['capped', 'capped'])
    })

    test('with Postgres away the campaign goes on for a minute, then the letter alone; both kill switches that were set meanwhile hold when it is back', async () => {
      const campaign = await givenShown()
      gate('database').shut()
      await eventually(() => assert.match(mainstay.logged(), /campaigns not read, will be retried/))
      assert.deepEqual(await strangersSee(), ['campaign', 'campaign'])
      aheadMs += MINUTE_MS
      assert.deepEqual(await strangersSee(), ['letter', 'letter'])
      gate('database').open()
      await both('campaign')

      gate('database').shut()
      await stopEveryAppeal(mainstay.database, true)
      await mainstay.database.inTransaction((transaction) =>
        setStopped(transaction, { campaign, isStopped: true }),
      )
      aheadMs += MINUTE_MS
      assert.deepEqual(await strangersSee(), ['letter', 'letter'])
      gate('database').open()
      await both('off')
      // The switch that was read last holds without Postgres, for however long.
      gate('database').shut()
      aheadMs += 60 * MINUTE_MS
      assert.deepEqual(await strangersSee(), ['off', 'off'])
      gate('database').open()
      await stopEveryAppeal(mainstay.database, false)
      await both('letter')
      await mainstay.database.inTransaction((transaction) =>
        setStopped(transaction, { campaign, isStopped: false }),
      )
      await both('campaign')
    })

    test('a kill switch pressed while Postgres is away says that readers may still see appeals, and stops nothing', async () => {
      const campaign = await givenShown()
      const caro = await signInEditor(mainstay)
      gate('database').shut()
      for (const origin of origins)
        for (const path of ['stop-all', `${campaign}/stop`, `${campaign}/end`]) {
          const { status, text, headers } = await at(origin, caro).post(
            `/staff/campaigns/${path}?language=en`,
            {},
          )
          assert.equal(status, 503, path)
          assert.ok(headers['retry-after'])
          assert.match(text, /Readers may still see appeals[\s\S]*we can’t confirm the stop/)
        }
      const russian = await caro.post('/staff/campaigns/stop-all?language=ru', {})
      assert.match(russian.text, /мы не можем подтвердить остановку/)
      assert.deepEqual(await strangersSee(), ['campaign', 'campaign'])
      // The way that the page names, for who cannot wait.
      aheadMs += MINUTE_MS
      const letter = `${mainstay.newsroom.path}/appeal/en.md`
      await rename(letter, `${letter}.away`)
      await both('off')
      await rename(`${letter}.away`, letter)
      gate('database').open()
      await both('campaign')
      assert.match((await caro.get('/staff/campaigns')).text, /Appeals are on/)
      assert.deepEqual(await findAudited(), [])
    })

    const findAudited = () =>
      mainstay.database.query(`select action from staff_audit where action ~ '^(campaign|appeal)-'`)

    test('a kill switch whose connection is cut says that all is stopped only if it is', async () => {
      await givenShown()
      const caro = await signInEditor(mainstay)
      const isOn = async () => (await caro.get('/staff/campaigns')).status === 200
      let said = { 303: 0, 503: 0 }
      for (let pieces = 1; pieces <= 8; pieces += 1) {
        void gate('database').shutAfter(pieces)
        const { status } = await caro.post('/staff/campaigns/stop-all', {})
        assert.ok(status === 303 || status === 503, String(status))
        said = { ...said, [status]: said[status] + 1 }
        gate('database').open()
        await eventually(async () => assert.ok(await isOn()))
        const { isStopped } = await findAppealSettings(mainstay.database)
        if (status === 303) assert.ok(isStopped)
        assert.equal((await findAudited()).length, isStopped ? 1 : 0, 'never one without the other')
        await mainstay.database.query('truncate staff_audit')
        await stopEveryAppeal(mainstay.database, false)
      }
      assert.ok(said[503] > 0, 'nothing was cut')
    })

    test('the kill switch holds while every connection for pages waits for a lock', async () => {
      await givenShown()
      const caro = await signInEditor(mainstay)
      const other = keep(
        postgresDatabase({ url: mainstay.databaseUrl, connections: 1, statementTimeoutMs: MINUTE_MS }),
        (each) => each.close(),
      )
      let answered = 0
      let pages: Promise<void>[] = []
      await other.inTransaction(async (transaction) => {
        await transaction.query('lock table staff_sessions in access exclusive mode')
        pages = origins.flatMap((origin) =>
          Array.from({ length: PAGE_CONNECTIONS }, async () => {
            await at(origin, caro).get('/staff/campaigns')
            answered += 1
          }),
        )
        await eventually(async () =>
          assert.deepEqual(
            await transaction.query(
              `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            ),
            [{ count: pages.length }],
          ),
        )
        await stopEveryAppeal(mainstay.database, true)
        await both('off')
        assert.equal(answered, 0)
      })
      await Promise.all(pages)
    })

    test('a server that starts while Postgres is away asks nobody until it has read the kill switch', async () => {
      await givenShown()
      gate('database').shut()
      const third = await givenTwin(mainstay, keep)
      for (const reader of [givenReader(third), givenReader(third)])
        assert.equal(await appealOf(reader), 'off')
      aheadMs += 60 * MINUTE_MS
      assert.equal(await appealOf(givenReader(third)), 'off')
      gate('database').open()
      await eventually(async () => assert.equal(await appealOf(givenReader(third)), 'shown'))
    })
  },
  {
    withGates: true,
    change: (resources) => ({
      ...resources,
      suppressionTimeoutMs: SUPPRESSION_TIMEOUT_MS,
      monotonic: () => performance.now() + aheadMs,
    }),
  },
)

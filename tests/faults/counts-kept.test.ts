import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describeMainstay } from '../given/describe-mainstay.ts'
import { keeping } from '../given/keep.ts'
import { eventually, givenReader } from '../given/people/reader.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, startProcess } from '../given/resources/process.ts'

const PATH = '/articles/third-floor-second-door'
const LABEL = 'letter.end.courts'

describeMainstay(
  'counts while Postgres is away',
  (mainstay) => {
    test('every page is served, and the counts arrive later', async () => {
      const visit = async () => {
        const reader = givenReader(mainstay.origin)
        const article = await reader.get(PATH)
        assert.deepEqual([article.status, /data-appeal="shown"/.test(article.text)], [200, true])
        assert.equal((await reader.post('/appeal/seen', { label: LABEL, step: 'seen' })).status, 204)
        assert.equal((await reader.get(`/support?via=${LABEL}`)).status, 200)
      }
      const read = () =>
        mainstay.database.query(
          'select sum(shown)::int as shown, sum(seen)::int as seen, sum(give)::int as give from appeal_hours',
        )
      await visit()
      await mainstay.eventually(async () => assert.deepEqual(await read(), [{ shown: 1, seen: 1, give: 1 }]))
      mainstay.gates?.database.shut()
      for (let time = 0; time < 5; time += 1) await visit()
      await mainstay.eventually(() => assert.match(mainstay.logged(), /counts not written, will be retried/))
      await visit()
      mainstay.gates?.database.open()
      await mainstay.eventually(async () => assert.deepEqual(await read(), [{ shown: 7, seen: 7, give: 7 }]))
    })
  },
  { withGates: true },
)

describe('counts of a process that ends', () => {
  test('SIGTERM loses none, and after kill -9 those that were written stand once', async (context) => {
    const keep = keeping((end) => context.after(end))
    const { path: dataDir } = keep(await givenDirectory(), (directory) => directory.remove())
    const { database, url } = keep(await givenDatabase(), (given) => given.drop())
    const start = async () =>
      keep(await startProcess({ dataDir, env: { DATABASE_URL: url } }), (running) =>
        endProcess(running, 'SIGKILL', 'descendants'),
      )
    const read = async ({ addresses }: Awaited<ReturnType<typeof start>>) =>
      assert.equal((await fetch(addresses.newsroom + PATH)).status, 200)
    const shown = async () => {
      const [row] = await database.query<{ shown: number }>(
        'select sum(shown)::int as shown from appeal_hours',
      )
      return row?.shown
    }
    const first = await start()
    for (let time = 0; time < 3; time += 1) await read(first)
    assert.deepEqual(await endProcess(first), { code: 0, signal: null })
    assert.equal(await shown(), 3)
    const second = await start()
    await read(second)
    await eventually(async () => assert.equal(await shown(), 4))
    await endProcess(second, 'SIGKILL')
    assert.equal(await shown(), 4)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import type { Log } from '../../../src/platform/log.ts'
import { replicaSource } from '../../../src/platform/replica/replica-source.ts'
import { findReplicaState } from '../../../src/platform/replica/replica-state-store.ts'
import type { ReportSource } from '../../../src/platform/replica/report-source.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { keeping } from '../../given/keep.ts'
import { eventually } from '../../given/people/reader.ts'
import { type Get, serveReports } from '../../given/report-server.ts'
import { serverUrl } from '../../given/resources/databases.ts'
import { FOLLOWED, startPostgres, startStandby } from '../../given/resources/postgres-server.ts'
import { findServerPrograms } from '../../given/resources/provision.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const NOW = new Date()
const REPORTS = ['supporters', 'movements', 'cohorts', 'at-risk', 'income'].map(
  (name) => `/staff/reports/${name}`,
)
const TABLES = [
  '/staff/reports/supporters.csv',
  '/staff/reports/movements.csv',
  '/staff/reports/cohorts.csv',
  '/staff/reports/at-risk.csv',
  '/staff/reports/at-risk/past-due.csv',
  '/staff/reports/income.csv',
  '/staff/reports/income/ledger.csv',
]
/** The tables that a report reads or writes on the primary: sessions and the audit log. */
const OF_STAFF = /\b(staff|staff_sessions|staff_audit|staff_links|staff_attempts|demo_customers)\b/

const open = (url: string, isReadOnly = false): Database =>
  postgresDatabase({ url, connections: 3, statementTimeoutMs: 60_000, isReadOnly })

/** Notes the statements that pass. */
const noting = (database: Database, statements: string[]): Database => ({
  ...database,
  query: (sql, values) => {
    statements.push(sql)
    return database.query(sql, values)
  },
})

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | null = null
  return () => {
    done ??= work()
    return done
  }
}

describe('reports on a streaming standby', () => {
  let end = async () => {}
  const keep = keeping((stop) => {
    end = stop
  })
  const [ofPrimary, ofReplica, logged]: [string[], string[], string[]] = [[], [], []]
  const note = (message: string): void => void logged.push(message)
  const log: Log = { info: note, warn: note, error: note }
  let primary: Database
  let replica: Database
  let stopStandby = async () => {}
  let source: ReportSource
  let get: Get

  before(async () => {
    const programs = findServerPrograms()
    const server = keep(await startPostgres(programs, { more: FOLLOWED }), (each) => each.stop())
    primary = keep(open(server.url), (each) => each.close())
    await migrate(primary, MIGRATIONS)
    await prepareCalendar(primary, calendarOf(TIME_ZONE), NOW)
    const standby = await startStandby(programs, server, ['max_standby_streaming_delay=0'])
    stopStandby = keep(once(standby.stop), (stop) => stop())
    replica = keep(open(standby.url, true), (each) => each.close())
    source = replicaSource({ replica: noting(replica, ofReplica), primary, log, lookEveryMs: 0 })
    const database = noting(primary, ofPrimary)
    get = await serveReports({ database, reportSource: source, now: NOW, log }, keep)
    await eventually(async () => assert.equal((await source.look())?.is, 'usable'))
  })
  after(() => end())

  const asOf = async (): Promise<Date | null> => {
    const state = await findReplicaState({ replica, primary })
    assert.equal(state.is, 'usable')
    return state.is === 'usable' ? state.asOf : null
  }

  test('a replica that received nothing for a while is current, and one that does not replay is not', async () => {
    await eventually(async () => assert.equal(await asOf(), null))
    await replica.query('select pg_wal_replay_pause()')
    await primary.query(`insert into settings (name, value) values ('of this test', '1')`)
    await eventually(async () => assert.ok((await asOf()) !== null))
    const [row] = await primary.query<{ now: Date }>('select now() as now')
    assert.ok(((await asOf()) ?? NOW) < (row?.now ?? NOW))
    await replica.query('select pg_wal_replay_resume()')
    await eventually(async () => assert.equal(await asOf(), null))
  })

  test('a replica is not current while the primary sends it nothing, though it replayed all that it received', async () => {
    await eventually(async () => assert.equal(await asOf(), null))
    const [sender] = await primary.query<{ pid: number }>('select pid from pg_stat_replication')
    const pid = sender?.pid ?? assert.fail('nothing is sent')
    process.kill(pid, 'SIGSTOP')
    try {
      await primary.query(`insert into settings (name, value) values ('not sent', '1')`)
      await eventually(async () => assert.ok((await asOf()) !== null))
      const [position] = await replica.query<{ isIdle: boolean }>(
        'select pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn() as "isIdle" from pg_stat_wal_receiver',
      )
      assert.equal(position?.isIdle, true)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await eventually(async () => assert.equal(await asOf(), null))
  })

  test('every page and table reads it, and only staff and the audit log need the primary', async () => {
    for (const path of ['/staff', ...REPORTS, ...TABLES]) {
      ofReplica.length = 0
      ofPrimary.length = 0
      await get(path)
      assert.ok(
        ofReplica.some(
          (sql) => sql.includes('_figures') || sql.includes('past_due') || sql.includes('ledger_export'),
        ),
        path,
      )
      assert.deepEqual(
        ofPrimary.filter((sql) => !OF_STAFF.test(sql)),
        [],
        path,
      )
    }
    const audit = await primary.query<{ action: string }>('select action from staff_audit order by number')
    assert.ok(audit.some(({ action }) => action === 'ledger-export'))
    assert.ok(audit.some(({ action }) => action === 'past-due-view'))
  })

  test('a query that the standby cancels for the primary is sent once more', async () => {
    await primary.query(`insert into settings (name, value) values ('conflict', '1')`)
    await eventually(async () =>
      assert.equal((await replica.query(`select 1 from settings where name = 'conflict'`)).length, 1),
    )
    // Waits only while the row is there. So the repeated query ends at once.
    const waiting = source.database.query<{ is: string }>(
      `select coalesce((select pg_sleep(50)::text from settings where name = 'conflict'), 'gone') as is`,
    )
    await eventually(async () =>
      assert.equal(
        (await replica.query(`select 1 from pg_stat_activity where wait_event = 'PgSleep'`)).length,
        1,
      ),
    )
    await primary.query(`delete from settings where name = 'conflict'`)
    await primary.query('vacuum settings')
    assert.deepEqual(await waiting, [{ is: 'gone' }])
    assert.ok(!logged.includes('a report read the primary instead of the replica'))
  })

  test('reports read the primary while the replica lacks a migration, is no standby, or is away', async () => {
    const stateOf = async (database: Database) => (await findReplicaState({ replica: database, primary })).is
    const other = open(serverUrl())
    assert.equal(await stateOf(primary), 'no-standby')
    await assert.rejects(findReplicaState({ replica: other, primary }), /migrations/)
    await other.close()
    await replica.query('select pg_wal_replay_pause()')
    await primary.query(`insert into migrations (name, checksum) values ('9999-later.sql', '')`)
    assert.equal(await stateOf(replica), 'behind-migrations')
    ofPrimary.length = 0
    await get('/staff')
    await stopStandby()
    await eventually(async () => assert.equal((await source.look())?.is, 'away'))
    for (const path of ['/staff', ...REPORTS]) await get(path)
    assert.ok(logged.includes('the replica for reports changed'))
  })
})

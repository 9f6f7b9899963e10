import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, readdir, stat, writeFile } from 'node:fs/promises'
import { describe, type TestContext, test } from 'node:test'
import { pgliteDatabase } from '../../src/platform/database/pglite-database.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { runCommand } from '../given/command.ts'
import { isDeep } from '../given/depth.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, startProcess } from '../given/resources/process.ts'

/** Runs one statement in the embedded database of a data folder that no process uses. */
const inDatabase = async (dataDir: string, sql: string): Promise<unknown[]> => {
  const database = await pgliteDatabase(`${dataDir}/pglite`)
  try {
    return await database.query(sql)
  } finally {
    await database.close()
  }
}

const assertSecondIsRefused = (dataDir: string): Promise<void> =>
  assert.rejects(startProcess({ dataDir }), /already running on this data/)

const ENDED_WELL = { code: 0, signal: null }

describe('starting and stopping', () => {
  const command = ['npm', 'start', '--silent'] as const

  /** A data folder; what is started on it ends before `keep` has it removed. */
  const givenData = async (keep: Keep) => {
    const { path } = keep(await givenDirectory(), (directory) => directory.remove())
    const start = async (options: Omit<Parameters<typeof startProcess>[0], 'dataDir'> = {}) =>
      keep(await startProcess({ ...options, dataDir: path }), (running) =>
        endProcess(running, 'SIGKILL', 'descendants'),
      )
    return { keep, path, start }
  }
  const givenEmptyData = (context: TestContext) => givenData(keeping((end) => context.after(end)))

  // One test, because each start on the embedded database takes seconds.
  test('npm start brings everything up, SIGTERM ends it with 0, a second process on its data is refused, and it starts again on what it left, also after a kill', async (context) => {
    const { path, start } = await givenEmptyData(context)
    const first = await start({ command })
    const newsroom = await fetch(first.addresses.newsroom)
    assert.equal(newsroom.status, 200)
    assert.match(await newsroom.text(), /<aside class="first-run"/)
    const desk = await fetch(first.addresses.sandbox ?? '')
    assert.equal(desk.status, 200)
    assert.ok((await desk.text()).includes(`href="${first.addresses.newsroom}/outbox"`))
    assert.equal((await fetch(first.addresses.staffSignIn ?? '')).status, 200)
    assert.equal((await stat(`${path}/run.json`)).mode & 0o777, 0o600)
    assert.equal((await stat(`${path}/signing-keys`)).mode & 0o777, 0o600)
    assert.ok((await first.descendants()).length >= 3, 'the server, its sandbox and its redis-server')
    // After ten seconds the program exits with 1.
    assert.deepEqual(await endProcess(first), ENDED_WELL)
    await assert.rejects(stat(`${path}/run.json`), { code: 'ENOENT' })
    assert.equal((await stat(path)).mode & 0o777, 0o700)

    const killed = await start()
    await assertSecondIsRefused(path)
    assert.equal((await fetch(`${killed.addresses.newsroom}/icon.png`)).status, 200)
    await endProcess(killed, 'SIGKILL')
    // As if it had been killed at work. The lease lasts for years, so only its end at the start frees the job.
    await inDatabase(
      path,
      `insert into sync_jobs (sync_key, due_at, lease_token, leased_until)
      select 'cus_leased', until, gen_random_uuid(), until from (values (now() + interval '9 years')) as v (until)`,
    )

    const next = await start()
    assert.equal((await fetch(`${next.addresses.newsroom}/health/ready`)).status, 200)
    assert.deepEqual(await endProcess(next), ENDED_WELL)
    const held = `select 1 from sync_jobs where sync_key = 'cus_leased' and leased_until > now() + interval '1 year'`
    assert.deepEqual(await inDatabase(path, held), [])
  })

  test('Ctrl-C, which reaches the whole process group, stops it with 0 and leaves no process behind', async (context) => {
    const { keep, start } = await givenEmptyData(context)
    const { url } = keep(await givenDatabase(), (given) => given.drop())
    // The embedded database takes most of the start time.
    const running = await start({ env: isDeep ? {} : { DATABASE_URL: url } })
    assert.equal((await fetch(`${running.addresses.newsroom}/icon.png`)).status, 200)
    const commands = (await running.descendants()).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    assert.ok(commands.some((command) => command.includes('picture-maker')))
    assert.ok(commands.length >= 4)
    assert.deepEqual(await endProcess(running, 'SIGINT', 'group'), ENDED_WELL)
  })

  test('every mistake in the configuration is named at once, before anything is opened', async (context) => {
    const data = await givenEmptyData(context)
    const run = spawnSync(process.execPath, ['dist/main.js'], {
      cwd: projectFile(),
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: data.path,
        PORT: 'many',
        TIME_ZONE: 'Mars',
        SIGNING_KEYS: 'k1:c2hvcnQ=',
        HOST: '0.0.0.0',
        TRUST_PROXY: 'yes',
        NEWSROOM_DIR: '/not/there',
      },
    })
    assert.equal(run.status, 1)
    for (const name of ['PORT', 'TIME_ZONE', 'SIGNING_KEYS', 'HOST', 'TRUST_PROXY', 'NEWSROOM_DIR'])
      assert.match(run.stderr, new RegExp(`- ${name}`), name)
    assert.deepEqual(await readdir(data.path), [])
  })

  test('without its build tools, as NODE_ENV=production leaves them out, npm start says what to type', async (context) => {
    const data = await givenEmptyData(context)
    for (const name of ['package.json', 'build.sh', 'build-if-changed.sh'])
      await cp(projectFile(name), `${data.path}/${name}`)
    const run = spawnSync('npm', ['start', '--silent'], { cwd: data.path, encoding: 'utf8' })
    assert.equal(run.status, 1)
    assert.match(run.stderr, /type "npm ci --include=dev", or use the image/)
    assert.doesNotMatch(run.stderr, /not found/)
  })

  test('with a redis-server that exits at once it starts, says why, and the database keeps reminders', async (context) => {
    const { keep, path, start } = await givenEmptyData(context)
    const { url } = keep(await givenDatabase(), (given) => given.drop())
    await writeFile(`${path}/redis-server`, '#!/bin/sh\necho "a word of its own"; exit 1\n', { mode: 0o755 })
    const running = await start({ env: { DATABASE_URL: url, PATH: `${path}:${process.env['PATH']}` } })
    assert.match(running.output(), /redis-server did not start. It says: a word of its own/)
    const { newsroom } = running.addresses
    const ready = await fetch(`${newsroom}/health/ready`)
    const health = (await ready.json()) as { status: string; redis: string; reason: string }
    assert.deepEqual([ready.status, health.status, health.redis], [200, 'degraded', 'away'])
    assert.match(health.reason, /redis-server did not start/)
    const snoozed = await fetch(`${newsroom}/reminders`, { method: 'POST', redirect: 'manual' })
    assert.equal(snoozed.status, 303)
    assert.deepEqual(await endProcess(running), ENDED_WELL)
  })

  test('the operator adds, lists and disables staff; wrong usage is exit code 2', async (context) => {
    const { keep, path } = await givenEmptyData(context)
    const { url } = keep(await givenDatabase(), (given) => given.drop())
    const env = { PATH: process.env['PATH'], DATABASE_URL: url, DATA_DIR: path }
    const run = (words: string[], input = '') =>
      spawnSync(process.execPath, ['dist/cli.js', ...words], {
        cwd: projectFile(),
        encoding: 'utf8',
        input,
        env,
      })
    assert.equal(run(['staff', 'add', 'Ilse'], 'short').status, 1)
    assert.equal(run(['staff', 'add', 'Ilse'], 'a long enough password\n').status, 0)
    assert.equal(run(['staff', 'add', 'Ilse'], 'a long enough password\n').status, 1)
    assert.equal((await runCommand(env, ['staff', 'list'])).out, 'Ilse finance\n')
    assert.equal((await runCommand(env, ['staff', 'role', 'Ilse', 'report'])).code, 0)
    assert.equal((await runCommand(env, ['staff', 'disable', 'Ilse'])).code, 0)
    assert.equal((await runCommand(env, ['staff', 'disable', 'Nobody'])).code, 1)
    assert.equal((await runCommand(env, ['staff', 'list'])).out, 'Ilse report (disabled)\n')
    const password = 'a long enough password\n'
    assert.equal(run(['staff', 'add', 'Anna', 'finance,report'], password).status, 0)
    assert.equal(run(['staff', 'add', 'Boris', '--role', 'campaigns'], password).status, 0)
    assert.equal(
      (await runCommand(env, ['staff', 'list'])).out,
      'Anna report,finance\nBoris campaigns\nIlse report (disabled)\n',
    )
    assert.deepEqual([run([]).status, run(['--help']).status], [2, 0])
  })
})

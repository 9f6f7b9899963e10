import { spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { projectFile } from '../src/platform/project-files.ts'
import { startPostgres } from './given/postgres-server.ts'
import { provision } from './given/provision.ts'
import { makeTemplate } from './given/template.ts'

// Rules need nothing started; edges, journeys, faults and browsers need the real parts.
const REAL_PARTS =
  /^(journeys|browser|faults)\/|-(store|action|job|routes|gateway|database|redis|server|lock)\.test\.tsx?$/

// How soon a start is ready is promised of two cores that do nothing else.
const TIMED = 'faults/start-and-stop.test.ts'

const tests = projectFile('tests')
const files = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.test\.tsx?$/.test(file))
  .sort()

const runFiles = (chosen: string[], env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve) => {
    if (chosen.length === 0) return resolve(0)
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--test',
        '--test-reporter=spec',
        '--test-timeout=600000',
        // Most of a test is waiting; each file has a database and a sandbox of its own.
        '--test-concurrency=2',
        ...chosen.map((file) => path.join(tests, file)),
      ],
      { stdio: 'inherit', env: { ...process.env, ...env } },
    )
    child.once('exit', (code) => resolve(code ?? 1))
  })

const everything = async (wanted: string[]): Promise<number> => {
  if (wanted.length === 0) {
    process.stderr.write('No test file has such a name\n')
    return 1
  }
  const programs = provision()
  // Tests of whole processes run what `npm start` runs.
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', cwd: projectFile() })
  if (built.status !== 0) return 1
  const postgres = await startPostgres(programs)
  const stopAll = async () => {
    await postgres.stop()
  }
  process.once('SIGINT', () => void stopAll().then(() => process.exit(130)))
  process.once('SIGTERM', () => void stopAll().then(() => process.exit(143)))
  try {
    await makeTemplate(postgres.url)
    const env = { TEST_POSTGRES_URL: postgres.url, TEST_CHROMIUM: programs.chromium }
    const run = (belongs: (file: string) => boolean) => runFiles(wanted.filter(belongs), env)
    const timed = await run((file) => file === TIMED)
    return Math.max(timed, await run((file) => file !== TIMED))
  } finally {
    await stopAll()
  }
}

const [mode, ...named] = process.argv.slice(2)
const rules = files.filter((file) => !REAL_PARTS.test(file))
const matching = [mode, ...named].filter((word) => word !== undefined && word !== 'rules')
const chosen =
  matching.length === 0 ? files : files.filter((file) => matching.some((word) => file.includes(word ?? '')))
process.exitCode = mode === 'rules' ? await runFiles(rules, {}) : await everything(chosen)

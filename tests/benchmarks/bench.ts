import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { projectFile } from '../../src/platform/project-files.ts'
import { startPostgres } from '../given/resources/postgres-server.ts'
import { provision } from '../given/resources/provision.ts'
import { measureAppeal } from './appeal.ts'
import { measureArticles } from './articles.ts'
import { measureAsks } from './asks.ts'
import { measureBacklog } from './backlog.ts'
import { measureIntake } from './intake.ts'
import { measureReports } from './reports.ts'
import { measureStarts } from './starts.ts'
import { measureSync } from './sync.ts'

/** One line of the table: what was measured, compared with what, and the goal. */
export type Row = { what: string; measured: string; beside: string; goal: string; reached: boolean }

// Measures slowly to exceed noise: medians of alternating rounds with real servers.
const postgres = await startPostgres(provision({ withBrowser: false }))
process.env['TEST_POSTGRES_URL'] = postgres.url
try {
  const { makeTemplate } = await import('../given/resources/template.ts')
  await makeTemplate(postgres.url)
  const rows: Row[] = []
  const measures = {
    starts: measureStarts,
    intake: measureIntake,
    sync: measureSync,
    backlog: measureBacklog,
    asks: measureAsks,
    articles: measureArticles,
    appeal: measureAppeal,
    reports: measureReports,
  }
  for (const [name, measure] of Object.entries(measures)) {
    if (!name.startsWith(process.argv[2] ?? '')) continue
    for (const row of await measure()) {
      rows.push(row)
      const { reached, what, measured, beside, goal } = row
      process.stdout.write(
        `${reached ? 'yes' : 'NO '}  ${what}: ${measured}\n     beside: ${beside}; goal: ${goal}\n`,
      )
    }
  }
  mkdirSync(projectFile('data'), { recursive: true })
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? '', node: process.version }
  writeFileSync(projectFile('data', 'bench.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`)
} finally {
  await postgres.stop()
}

import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { type Config, readConfig } from './config.ts'
import type { Database } from './platform/database.ts'
import { migrate } from './platform/migrate.ts'
import { postgresDatabase } from './platform/postgres-database.ts'
import { projectFile } from './platform/project-files.ts'
import { hashPassword, SHORTEST_PASSWORD } from './staff/password.ts'
import { addStaff, disableStaff, listStaff } from './staff/staff-store.ts'

const HELP = `npm run mainstay -- <command>

  staff add <name>       add a member of staff; asks for the password, or reads it from a pipe
  staff disable <name>   end every session of a member and let nobody in by that name
  staff list             who there is
  migrate                bring the database to this version

Each takes --help. The environment is that of the server (config/environment.example).
Exit code: 0 done, 1 failed, 2 wrong usage.
`

type Outcome = { code: 0 | 1 | 2; text: string }

const done = (text: string): Outcome => ({ code: 0, text })
const failed = (text: string): Outcome => ({ code: 1, text })

const openDatabase = async ({ databaseUrl: url, dataDir }: Config): Promise<Database> => {
  if (url) return postgresDatabase({ url, connections: 2, statementTimeoutMs: 60_000 })
  const { pgliteDatabase } = await import('./platform/pglite-database.ts')
  return pgliteDatabase(path.join(dataDir, 'pglite'))
}

const withDatabase = async (work: (database: Database) => Promise<Outcome>): Promise<Outcome> => {
  const read = readConfig(process.env)
  if (!read.ok) return failed(read.mistakes.join('\n'))
  const database = await openDatabase(read.config)
  try {
    const applied = await migrate(database, projectFile('src', 'platform', 'migrations'))
    if (applied.length > 0) process.stdout.write(`Migrated: ${applied.join(', ')}\n`)
    return await work(database)
  } finally {
    await database.close()
  }
}

const askPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '')
  }
  process.stdout.write('Password: ')
  const silent = new Writable({ write: (_chunk, _encoding, next) => next() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await terminal.question('')
  terminal.close()
  process.stdout.write('\n')
  return password
}

const STAFF_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u

const addMember = async (name: string): Promise<Outcome> => {
  if (!STAFF_NAME.test(name))
    return failed('A name has letters, digits, spaces and . _ - and at most 64 of them.')
  const password = await askPassword()
  if (password.length < SHORTEST_PASSWORD)
    return failed(`A password has at least ${SHORTEST_PASSWORD} characters.`)
  return withDatabase(async (database) => {
    const member = { id: randomUUID(), name, passwordHash: await hashPassword(password) }
    const isNew = await addStaff(database, member, new Date())
    return isNew
      ? done(`${name} may sign in at /staff/sign-in.`)
      : failed(`There is already a member named ${name}.`)
  })
}

const run = async (words: readonly string[]): Promise<Outcome> => {
  const [area, command, name, ...rest] = words
  if (words.includes('--help') || words.length === 0) return { code: words.length === 0 ? 2 : 0, text: HELP }
  if (area === 'migrate' && command === undefined)
    return withDatabase(async () => done('The database is at this version.'))
  if (area !== 'staff' || rest.length > 0) return { code: 2, text: HELP }
  if (command === 'list' && name === undefined) {
    return withDatabase(async (database) => {
      const members = await listStaff(database)
      if (members.length === 0) return done('There is no staff yet: npm run mainstay -- staff add <name>')
      return done(
        members.map((member) => `${member.name}${member.disabledAt ? ' (disabled)' : ''}`).join('\n'),
      )
    })
  }
  if (command === 'add' && name !== undefined) return addMember(name)
  if (command === 'disable' && name !== undefined) {
    return withDatabase(async (database) =>
      (await disableStaff(database, name, new Date()))
        ? done(`${name} is disabled.`)
        : failed(`There is no member named ${name}.`),
    )
  }
  return { code: 2, text: HELP }
}

const outcome = await run(process.argv.slice(2)).catch((error: unknown) =>
  failed(error instanceof Error ? error.message : String(error)),
)
;(outcome.code === 0 ? process.stdout : process.stderr).write(`${outcome.text}\n`)
process.exitCode = outcome.code

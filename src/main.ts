import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { buildMainstay } from './app/app.ts'
import { type Opened, openResources } from './app/open/open-resources.ts'
import { type RunAddresses, removeRunFile, writeRunFile } from './app/open/run-file.ts'
import { type Config, readConfig } from './config/config.ts'
import { errorFields, openLog } from './platform/log.ts'
import { ROLES } from './staff/roles.ts'
import { addStaff, createSignInLink, findStaffByName, setRoles } from './staff/staff-store.ts'
import { listen } from './web/http-server.ts'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

/** Checks that the named folders exist and are folders. */
const directoryMistakes = ({ DATA_DIR, NEWSROOM_DIR }: NodeJS.ProcessEnv): string[] => [
  ...(DATA_DIR && existsSync(DATA_DIR) && !statSync(DATA_DIR).isDirectory()
    ? ['DATA_DIR is a file, not a folder']
    : []),
  ...(NEWSROOM_DIR && !existsSync(NEWSROOM_DIR) ? ['NEWSROOM_DIR is not there'] : []),
]

const configure = (): Config => {
  const read = readConfig(process.env)
  const mistakes = [...(read.ok ? [] : read.mistakes), ...directoryMistakes(process.env)]
  if (read.ok && mistakes.length === 0) return read.config
  return fail(`Mainstay cannot start:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
}

/** Creates a one-time staff link. With embedded defaults nobody has a password yet. */
const createOneTimeLink = async (
  { resources: { database, now } }: Opened,
  origin: string,
): Promise<string> => {
  await addStaff(database, { id: randomUUID(), name: 'local', passwordHash: null }, now())
  // An older version may have added the member with fewer roles.
  await setRoles(database, 'local', ROLES)
  const member = await findStaffByName(database, 'local')
  return `${origin}${await createSignInLink(database, member?.id ?? '')}`
}

const log = openLog()

const start = async (config: Config): Promise<() => Promise<void>> => {
  const opened = await openResources(config, log, process.env)
  try {
    await removeRunFile(config.dataDir)
    let origin = config.publicUrl?.origin ?? ''
    const https = config.publicUrl?.protocol === 'https:'
    const mainstay = await buildMainstay({ ...opened.resources, origin: () => origin, https })
    const listening = await listen(mainstay.answer, config.host, config.port)
    origin ||= listening.origin
    await opened.sandbox?.connect(origin, `${listening.origin}/stripe/webhooks`)
    const addresses: RunAddresses = {
      newsroom: origin,
      ...(opened.sandbox
        ? { staffSignIn: await createOneTimeLink(opened, origin), sandbox: opened.sandbox.origin.origin }
        : {}),
      ...(opened.resources.mail.outboxDirectory ? { outbox: `${origin}/outbox` } : {}),
    }
    await writeRunFile(config.dataDir, addresses)
    mainstay.startJobs()
    say(startMessage(opened, addresses, config.warnings))
    return async () => {
      await removeRunFile(config.dataDir)
      await Promise.all([listening.stop(), mainstay.stop()])
      await mainstay.writeLastCounts()
      await opened.close()
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

const startMessage = (
  { description }: Opened,
  { newsroom, staffSignIn, sandbox, outbox }: RunAddresses,
  warnings: readonly string[],
): string =>
  [
    'Mainstay is ready.',
    ...description.map((line) => `  ${line}`),
    ...warnings.map((warning) => `  Look: ${warning}`),
    '',
    `  Newsroom        ${newsroom}`,
    ...(staffSignIn ? [`  Staff, once     ${staffSignIn}`] : [`  Staff           ${newsroom}/staff`]),
    ...(sandbox ? [`  Stripe sandbox  ${sandbox}`] : []),
    ...(outbox ? [`  Outbox          ${outbox}`] : []),
    '',
  ].join('\n')

const started = start(configure())
// The process may be stopped while starting. It stops as soon as it has started.
let isStopping = false
const stopOnce = () => {
  if (isStopping) return
  isStopping = true
  // A hanging task must not keep the process alive.
  setTimeout(() => process.exit(1), 9_500).unref()
  started
    .then((stop) => stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    )
}
process.on('SIGINT', stopOnce)
process.on('SIGTERM', stopOnce)
process.on('unhandledRejection', (reason) => log.error('an error went unheard', errorFields(reason)))

await started.catch((error: unknown) =>
  fail(`Mainstay cannot start: ${error instanceof Error ? error.message : String(error)}`),
)

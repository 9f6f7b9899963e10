import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { freePort, startPostgres } from '../given/resources/postgres-server.ts'
import { findServerPrograms } from '../given/resources/provision.ts'
import { type GivenSandbox, givenSandbox } from '../given/resources/sandbox.ts'
import { type GivenSmtp, givenSmtp } from '../given/resources/smtp.ts'
import { readCompose, redisParameters } from './compose-file.ts'

export type Servers = {
  databaseUrl: string
  redisUrl: string
  sandbox: GivenSandbox
  smtp: GivenSmtp
}

/** Collects cleanup functions and runs them in reverse order. */
export type Cleanup = { add: (undo: () => Promise<void>) => void; run: () => Promise<void> }

export const newCleanup = (): Cleanup => {
  const undos: (() => Promise<void>)[] = []
  return {
    add: (undo) => void undos.push(undo),
    run: async () => {
      for (const undo of undos.splice(0).reverse())
        await undo().catch((error: unknown) => void process.stderr.write(`${String(error)}\n`))
    },
  }
}

/** Creates a database of a user without special rights, as in config/compose.yaml. */
const startDatabase = async (cleanup: Cleanup): Promise<string> => {
  const server = await startPostgres(findServerPrograms())
  cleanup.add(server.stop)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('create role mainstay login')
  await client.query('create database mainstay owner mainstay')
  await client.end()
  return Object.assign(new URL(server.url), { username: 'mainstay', pathname: '/mainstay' }).href
}

/** Starts Redis with the settings of config/compose.yaml. */
const startRedis = async (cleanup: Cleanup, directory: string): Promise<string> => {
  const port = await freePort()
  await mkdir(directory)
  const durable = redisParameters(await readCompose())
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory]
  const server = spawn('redis-server', [...place, ...durable], { stdio: 'ignore', detached: true })
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve())
    server.once('error', () => resolve())
  })
  cleanup.add(async () => {
    server.kill('SIGTERM')
    await ended
  })
  return `redis://127.0.0.1:${port}`
}

/** Starts all servers that the container uses, on free ports. */
export const startServers = async (cleanup: Cleanup, directory: string): Promise<Servers> => {
  const databaseUrl = await startDatabase(cleanup)
  const redisUrl = await startRedis(cleanup, path.join(directory, 'redis'))
  // Articles of the mounted newsroom are published by the sandbox's clock.
  const sandbox = await givenSandbox(new Date())
  cleanup.add(sandbox.stop)
  const smtp = await givenSmtp()
  cleanup.add(smtp.stop)
  return { databaseUrl, redisUrl, sandbox, smtp }
}

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { buildMainstay } from '../../src/app/app.ts'
import type { Database } from '../../src/platform/database/database.ts'
import type { Log } from '../../src/platform/log.ts'
import { primarySource, type ReportSource } from '../../src/platform/replica/report-source.ts'
import { listen } from '../../src/web/http-server.ts'
import type { Keep } from './keep.ts'
import { givenStaff, signInStaff, VERA } from './people/staff.ts'
import { givenDirectory, givenNewsroomDirectory } from './resources/directories.ts'
import { newResources } from './servers.ts'

/** Gets a page and reads it to its end. Resolves to the milliseconds and bytes that it took. */
export type Get = (path: string) => Promise<{ ms: number; bytes: number }>

type Given = { database: Database; reportSource?: ReportSource; now: Date; log?: Log }

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** Serves the product over a database in this process, without its jobs, and signs a staff member in. */
export const serveReports = async (
  { database, reportSource = primarySource(database), now, log = SILENT }: Given,
  keep: Keep,
): Promise<Get> => {
  const data = keep(await givenDirectory(), (each) => each.remove())
  const newsroom = keep(await givenNewsroomDirectory(), (each) => each.remove())
  let origin = ''
  const resources = await newResources(
    {
      newsroom,
      sandbox: { origin: 'http://127.0.0.1:9' },
      clock: { now: () => now },
      outbox: path.join(data.path, 'outbox'),
      connections: { database, intakeDatabase: database, redis: null },
    },
    { origin: () => origin, log, webhookSecret: 'whsec_of_the_benchmark' },
  )
  const mainstay = await buildMainstay({ ...resources, reportSource })
  const listening = keep(await listen(mainstay.answer, '127.0.0.1', 0), (each) =>
    Promise.all([each.stop(), mainstay.stop()]),
  )
  origin = listening.origin
  // A database may be measured again.
  const member = { ...VERA, name: `Vera ${randomBytes(4).toString('hex')}` }
  await givenStaff(database, member)
  const { cookies } = await signInStaff(origin, member)
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return (where) => get(`${origin}${where}`, cookie)
}

const get = async (url: string, cookie: string): Promise<{ ms: number; bytes: number }> => {
  const startedAt = performance.now()
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  if (answer.status !== 200 || answer.body === null) throw new Error(`${url} answered ${answer.status}`)
  let bytes = 0
  for await (const chunk of answer.body) bytes += chunk.byteLength
  return { ms: performance.now() - startedAt, bytes }
}

import { buildMainstay } from '../../src/app/app.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { primarySource } from '../../src/platform/replica/report-source.ts'
import { listen } from '../../src/web/http-server.ts'
import type { Keep } from './keep.ts'
import type { GivenMainstay } from './mainstay.ts'
import { openThroughGates } from './servers.ts'

/**
 * Starts a second server for a newsroom with gates: on its Postgres and Redis, behind the same gates, with new
 * connections. Returns the second server's address.
 */
export const givenTwin = async (
  { resources, databaseUrl, gates }: GivenMainstay,
  keep: Keep,
): Promise<string> => {
  if (!gates) throw new Error('A twin needs a newsroom with gates')
  const connections = await openThroughGates(databaseUrl, gates, keep)
  let origin = ''
  const twin = await buildMainstay({
    ...resources,
    ...connections,
    slowDatabase: connections.database,
    reportSource: primarySource(connections.database),
    metrics: openMetrics(),
    origin: () => origin,
  })
  const listening = keep(await listen(twin.answer, '127.0.0.1', 0), (each) =>
    Promise.all([each.stop(), twin.stop()]),
  )
  origin = listening.origin
  twin.startJobs()
  return origin
}

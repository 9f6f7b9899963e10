import type { Config } from '../../config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import { postgresDatabase } from '../../platform/database/postgres-database.ts'
import type { Log } from '../../platform/log.ts'
import { replicaSource } from '../../platform/replica/replica-source.ts'
import { primarySource, type ReplicaLook, type ReportSource } from '../../platform/replica/report-source.ts'

type Opened = { reportSource: ReportSource; words: string[]; close: () => Promise<void> }

/** Opens the replica that reports read, if there is one. The server starts without it too. */
export const openReportSource = async (
  primary: Database,
  { reportsUrl: url }: Config,
  log: Log,
): Promise<Opened> => {
  if (url === null) return { reportSource: primarySource(primary), words: [], close: async () => {} }
  const replica = postgresDatabase({ url, connections: 6, statementTimeoutMs: 30_000, isReadOnly: true })
  const reportSource = replicaSource({ replica, primary, log })
  const look = await reportSource.look()
  return { reportSource, words: [`Reports: ${inWords(look)}`], close: replica.close }
}

const inWords = (look: ReplicaLook | null): string =>
  look?.is === 'usable'
    ? 'the standby at DATABASE_REPORTS_URL'
    : `DATABASE_URL, because the standby at DATABASE_REPORTS_URL cannot be used yet (${look?.is})`

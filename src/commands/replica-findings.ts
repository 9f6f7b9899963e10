import { HOUR_MS, MINUTE_MS } from '../platform/clock.ts'
import type { ReplicaLook } from '../platform/replica/report-source.ts'
import { type Finding, fine, notable, wrong } from './finding.ts'

const WHY: Record<Exclude<ReplicaLook['is'], 'usable'>, string> = {
  away: 'it does not answer',
  'no-standby': 'it is not a standby; was it promoted?',
  'another-server': 'it is a standby of another server',
  'behind-migrations': 'it has not replayed the migrations of this version yet',
}

/** Says whether reports can read the replica. Null: there is none. */
export const replicaFindings = (look: ReplicaLook | null, now: Date): Finding[] => {
  if (look === null) return []
  if (look.is !== 'usable')
    return [wrong(`Replica: reports read DATABASE_URL instead of DATABASE_REPORTS_URL: ${WHY[look.is]}`)]
  const minutes = look.asOf === null ? 0 : Math.floor((now.getTime() - look.asOf.getTime()) / MINUTE_MS)
  if (minutes < 5) return [fine('Replica: reports read it, and it is current')]
  const finding = minutes * MINUTE_MS < HOUR_MS ? notable : wrong
  return [finding(`Replica: reports read it, and it is ${minutes} minutes behind`)]
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { replicaFindings } from '../../src/commands/replica-findings.ts'
import { MINUTE_MS } from '../../src/platform/clock.ts'
import type { ReplicaLook } from '../../src/platform/replica/report-source.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const usable = (minutes: number | null): ReplicaLook => ({
  is: 'usable',
  asOf: minutes === null ? null : new Date(NOW.getTime() - minutes * MINUTE_MS),
})

describe('what the doctor says about the replica for reports', () => {
  const cases: [string, ReplicaLook | null, string[]][] = [
    ['none', null, []],
    ['a current one', usable(null), ['fine']],
    ['one that is some minutes behind', usable(20), ['notable']],
    ['one that is hours behind', usable(90), ['wrong']],
    ['one that does not answer', { is: 'away' }, ['wrong']],
    ['one that was promoted', { is: 'no-standby' }, ['wrong']],
    ['one of another server', { is: 'another-server' }, ['wrong']],
    ['one without the migrations', { is: 'behind-migrations' }, ['wrong']],
  ]
  for (const [name, look, expected] of cases)
    test(name, () =>
      assert.deepEqual(
        replicaFindings(look, NOW).map((finding) => finding.is),
        expected,
      ),
    )
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { endOf } from '../../src/snooze/lengths/dates.ts'
import type { SnoozeChoice } from '../../src/snooze/lengths/length.ts'
import { endSnooze, type SnoozeStep, startSnooze } from '../../src/snooze/snooze.ts'
import { EMPTY_ENTRY, type SuppressionEntry } from '../../src/snooze/suppression.ts'

const DAY_MS = 86_400_000
const START = new Date('2026-11-22T12:00:00Z')

type Answer = SnoozeChoice | 'undo' | 'gift' | 'wait'

const afterStep = (entry: SuppressionEntry, { change }: SnoozeStep): SuppressionEntry => ({
  ...entry,
  serial: change.serial,
  snoozedUntil: change.until,
  choice: change.choice,
  times: change.times,
})

/** Answers the appeal again and again. `wait` waits until the snooze is over. */
const answer = (answers: readonly Answer[]) => {
  let [entry, at, counted] = [EMPTY_ENTRY, START, 0]
  const moves: string[] = []
  for (const each of answers) {
    if (each === 'wait') at = new Date(Math.max(at.getTime(), entry.snoozedUntil?.getTime() ?? 0) + DAY_MS)
    else if (each === 'gift') entry = { ...entry, times: 0 }
    else {
      const step =
        each === 'undo'
          ? endSnooze(entry, at)
          : startSnooze(entry, { choice: each, until: endOf(each, at, 'UTC') }, at)
      entry = afterStep(entry, step)
      counted += step.isNew ? 1 : 0
      const [from, to] = [step.move.from, step.move.to].map((day) => day?.toISOString().slice(0, 10) ?? '-')
      moves.push(`${from} ${to}`)
    }
  }
  return { times: entry.times, counted, moves }
}

describe('snoozes in a row', () => {
  const cases: [string, Answer[], number, number][] = [
    ['one', ['1m'], 1, 1],
    ['three', ['7d', 'wait', '7d', 'wait', '1m'], 3, 3],
    ['“Longer” adds none', ['7d', '1m', '3m'], 1, 1],
    ['“Never” adds none', ['7d', 'never'], 1, 1],
    ['undo takes one back', ['7d', 'wait', '7d', 'undo'], 1, 2],
    ['undo after “Longer” takes one back', ['7d', '1m', 'undo'], 0, 1],
    ['a second undo takes back none', ['7d', 'wait', '7d', 'undo', 'undo'], 1, 2],
    ['an undone snooze and another', ['7d', 'undo', '1m'], 1, 2],
    ['a gift sets it to zero', ['7d', 'wait', '7d', 'gift', 'wait', '7d'], 1, 3],
    ['undo after a gift', ['7d', 'gift', 'undo'], 0, 1],
    [
      '“I already support you” adds none, and its undo takes back none',
      ['7d', 'wait', 'given', 'undo'],
      1,
      1,
    ],
  ]
  for (const [name, answers, times, counted] of cases)
    test(name, () => {
      const result = answer(answers)
      assert.deepEqual([result.times, result.counted], [times, counted])
    })
})

describe('the day of a coming reminder', () => {
  const cases: [string, Answer[], string[]][] = [
    ['is set', ['7d'], ['- 2026-11-29']],
    ['is moved', ['7d', '1m'], ['- 2026-11-29', '2026-11-29 2026-12-22']],
    ['is undone', ['7d', 'undo', 'undo'], ['- 2026-11-29', '2026-11-29 -', '- -']],
    ['is given up for “Never”', ['7d', 'never', 'undo'], ['- 2026-11-29', '2026-11-29 -', '- -']],
    ['has come', ['7d', 'wait', '7d'], ['- 2026-11-29', '- 2026-12-07']],
    ['is none for a claim', ['given', 'undo'], ['- -', '- -']],
  ]
  for (const [name, answers, moves] of cases) test(name, () => assert.deepEqual(answer(answers).moves, moves))
})

test('a snooze after a sign-out was nobody’s reminder', () => {
  const signedOut = { ...EMPTY_ENTRY, snoozedUntil: new Date(START.getTime() + 365 * DAY_MS) }
  assert.deepEqual(endSnooze(signedOut, START).move, { from: null, to: null })
})

test('each choice raises the serial', () => {
  const entry = { ...EMPTY_ENTRY, serial: 7 }
  assert.equal(endSnooze(entry, START).change.serial, 8)
  assert.equal(startSnooze(entry, { choice: '7d', until: START }, START).change.serial, 8)
})

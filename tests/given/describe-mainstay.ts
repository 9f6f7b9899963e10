import { afterEach, beforeEach, describe } from 'node:test'
import { type GivenMailbox, givenMailbox } from './mailbox.ts'
import { type GivenMainstay, givenMainstay, type MainstayOptions } from './mainstay.ts'
import { assertRecordHolds } from './record/record.ts'

/**
 * A suite in which each case has a whole newsroom of its own, at START_AT unless `options` say otherwise. After each
 * case the record must hold. `mainstay` is the present case's: it is there in hooks and cases, not before.
 */
export const describeMainstay = (
  title: string,
  body: (mainstay: GivenMainstay) => void,
  options: MainstayOptions = {},
): void =>
  describeEach({ title, start: () => givenMainstay(options), mainstayOf: (mainstay) => mainstay }, body)

/** The same with mails that go to a real SMTP server. */
export const describeMailbox = (
  title: string,
  body: (box: GivenMailbox) => void,
  change?: MainstayOptions['change'],
): void =>
  describeEach({ title, start: () => givenMailbox(change), mainstayOf: ({ mainstay }) => mainstay }, body)

type Suite<Given> = {
  title: string
  start: () => Promise<Given>
  mainstayOf: (given: Given) => GivenMainstay
}

const describeEach = <Given extends { stop: () => Promise<void> }>(
  { title, start, mainstayOf }: Suite<Given>,
  body: (given: Given) => void,
): void => {
  describe(title, () => {
    let current: Given | null = null
    beforeEach(async () => {
      // The hooks of a suite run for suites within it as well, and would start another over this one.
      if (current) throw new Error('No suite may stand within this one')
      current = await start()
    })
    body(presentOf(() => current))
    afterEach(async () => {
      const ended = current
      current = null
      if (!ended) return
      try {
        await assertRecordHolds(mainstayOf(ended).database)
      } finally {
        await ended.stop()
      }
    })
  })
}

/** Stands for what the present case was given, so that a suite names it once and not in each case. */
const presentOf = <Given extends object>(current: () => Given | null): Given =>
  new Proxy({} as Given, {
    get: (_target, name) => {
      const given = current()
      if (!given) throw new Error('What a case is given is there only in hooks and cases')
      return Reflect.get(given, name)
    },
  })

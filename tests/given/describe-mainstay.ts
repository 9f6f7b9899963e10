import { afterEach, beforeEach, describe } from 'node:test'
import { type GivenMailbox, givenMailbox } from './mailbox.ts'
import { type GivenMainstay, givenMainstay, type MainstayOptions } from './mainstay.ts'
import { assertRecordHolds } from './record/record.ts'

/**
 * Defines a suite with a separate newsroom for each case, at START_AT by default. Checks the record after
 * each case. `mainstay` is available only in hooks and cases.
 */
export const describeMainstay = (
  title: string,
  body: (mainstay: GivenMainstay) => void,
  options: MainstayOptions = {},
): void =>
  describeEach({ title, start: () => givenMainstay(options), mainstayOf: (mainstay) => mainstay }, body)

/** Defines the same suite with a real SMTP server. */
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
      // Hooks of a suite also run for nested suites, which would start a second newsroom.
      if (current) throw new Error('Suites must not be nested in this one')
      current = await start()
    })
    body(currentOf(() => current))
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

/** Proxies what the current case was given, so that a suite can name it once. */
const currentOf = <Given extends object>(current: () => Given | null): Given =>
  new Proxy({} as Given, {
    get: (_target, name) => {
      const given = current()
      if (!given) throw new Error('This is available only in hooks and cases')
      return Reflect.get(given, name)
    },
  })

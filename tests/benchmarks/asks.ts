import { type GivenMailbox, givenMailbox } from '../given/mailbox.ts'
import { givenReader } from '../given/people/reader.ts'
import { contributeAs } from '../given/people/supporter.ts'
import type { Row } from './bench.ts'

const ROUNDS = 20
const OTHER_ASKS = 5
const SERVER_MS = 60
const POLL_MS = 5

const PEOPLE = { own: 'own@example.com', known: 'known@example.com', unknown: 'unknown@example.com' } as const

/**
 * Measures what an asker sees: five asks for another address, then one for their own. The delay of the own mail
 * must not tell whether the other address gives.
 */
export const measureAsks = async (): Promise<Row[]> => {
  const mailbox = await givenMailbox()
  await contributeAs(mailbox.mainstay, PEOPLE.own)
  await contributeAs(mailbox.mainstay, PEOPLE.known)
  mailbox.smtp.mood.slowMs = SERVER_MS
  const delays = { known: [] as number[], unknown: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const other of ['known', 'unknown'] as const)
      delays[other].push(await delayOfOwnMail(mailbox, PEOPLE[other]))
  await mailbox.stop()
  const difference = Math.abs(meanOf(delays.known) - meanOf(delays.unknown))
  return [
    {
      what: `own sign-in mail after ${OTHER_ASKS} asks for a known or an unknown address`,
      measured: `${difference.toFixed(2)} s between the means`,
      beside: `known ${distributionOf(delays.known)}; unknown ${distributionOf(delays.unknown)}; ${ROUNDS} rounds each`,
      goal: 'under 0.75 s, which is chance at this number of rounds',
      reached: difference < 0.75,
    },
  ]
}

/** Resolves to seconds. Forgets the asks, so that no limit is reached. */
const delayOfOwnMail = async ({ mainstay, smtp }: GivenMailbox, other: string): Promise<number> => {
  await mainstay.database.query('delete from sign_in_requests')
  await waitUntil(async () => {
    const open = `select 1 from mails where state in ('waiting', 'sending') and attempts = 0`
    return (await mainstay.database.query(open)).length === 0
  })
  smtp.received.splice(0)
  const reader = givenReader(mainstay.origin)
  const ask = (address: string) => reader.post('/sign-in', { address, language: 'en' })
  for (let count = 0; count < OTHER_ASKS; count += 1) await ask(other)
  await ask(PEOPLE.own)
  const askedAt = performance.now()
  await waitUntil(() => smtp.received.some(({ to }) => to === PEOPLE.own))
  return (performance.now() - askedAt) / 1000
}

const waitUntil = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Says the tenth, the half and the nine tenths. */
const distributionOf = (seconds: readonly number[]): string => {
  const sorted = [...seconds].sort((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  return `${at(0.1)} / ${at(0.5)} / ${at(0.9)} s (10, 50, 90 %)`
}

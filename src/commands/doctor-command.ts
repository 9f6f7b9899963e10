import { Command } from 'commander'
import { listDuplicates } from '../billing/duplicates/duplicate-store.ts'
import { checkRecord } from '../billing/maintenance/record-check-store.ts'
import { findRun } from '../billing/maintenance/run-store.ts'
import {
  countMissedEvents,
  findBillingFigures,
  findOverdueActions,
} from '../billing/webhook-metrics-store.ts'
import { findMailFigures } from '../mail/mail-outbox-store.ts'
import { DAY_MS, HOUR_MS } from '../platform/clock.ts'
import { findOverdueErasures } from '../supporters/erasure/erasure-store.ts'
import { type Environment, type OpenedForCommand, withBilling } from './opening.ts'
import type { Outcome, Report } from './outcome.ts'

const DESCRIPTION = [
  'Checks the settings of Redis, the invariants of the record, reconciliation, the inbox, pending calls to Stripe,',
  'mails, erasures and the set-up of the Stripe account. Changes nothing. Exit code 1 if something is wrong.',
].join(' ')

type Finding = { is: 'well' | 'odd' | 'wrong'; says: string }

const well = (says: string): Finding => ({ is: 'well', says })
const odd = (says: string): Finding => ({ is: 'odd', says })
const wrong = (says: string): Finding => ({ is: 'wrong', says })

export const doctorCommand = (environment: Environment, report: Report): Command =>
  new Command('doctor')
    .summary('checks everything, changes nothing')
    .description(DESCRIPTION)
    .action(async () => {
      const outcome = await withBilling(environment, async (opened) => {
        const findings = [
          ...(await redisFindings(opened)),
          ...(await recordFindings(opened)),
          ...(await reconciliationFindings(opened)),
          ...(await inboxFindings(opened)),
          ...(await callFindings(opened)),
          ...(await mailFindings(opened)),
          ...(await erasureFindings(opened)),
          ...(await stripeFindings(opened)),
        ]
        return told(findings)
      })
      report(outcome)
    })

const SIGNS = { well: 'ok   ', odd: 'look ', wrong: 'WRONG' } as const

const told = (findings: readonly Finding[]): Outcome => {
  const isWrong = findings.some((finding) => finding.is === 'wrong')
  return { code: isWrong ? 1 : 0, text: findings.map(({ is, says }) => `${SIGNS[is]} ${says}`).join('\n') }
}

const redisFindings = async ({ resources: { redis } }: OpenedForCommand): Promise<Finding[]> => {
  if (!redis) return [odd('Redis: none; reminders are in the database')]
  const setting = async (name: string): Promise<string | null> => {
    const answer: unknown = await redis.config('GET', name).catch(() => null)
    return Array.isArray(answer) ? String(answer[1]) : null
  }
  const [appends, policy] = [await setting('appendonly'), await setting('maxmemory-policy')]
  if (appends === null || policy === null) return [odd('Redis: it does not show its settings')]
  return [
    appends === 'yes'
      ? well('Redis: writes an append-only file')
      : wrong('Redis: appendonly is not yes, so reminders are rebuilt from cookies after a restart'),
    policy === 'noeviction'
      ? well('Redis: evicts nothing')
      : wrong(
          `Redis: maxmemory-policy is ${policy}; noeviction is needed, or reminders are dropped when it is full`,
        ),
  ]
}

const recordFindings = async ({ resources: { database } }: OpenedForCommand): Promise<Finding[]> =>
  (await checkRecord(database)).map(({ says, count, example }) =>
    count === 0 ? well(`Record: ${says}`) : wrong(`Record: not so ${count} times that ${says} (${example})`),
  )

/** A scan is daily; one that was put off comes within the hour. */
const SCAN_HOURS = 26

const reconciliationFindings = async ({
  resources: { database, now },
}: OpenedForCommand): Promise<Finding[]> => {
  const [events, scan] = [await findRun(database, 'events'), await findRun(database, 'scan')]
  const hoursAgo = (at: string) => Math.round((now().getTime() - Date.parse(at)) / HOUR_MS)
  if (!events || !scan)
    return [odd('Reconciliation: it has not gone through yet; start the server, or run reconcile')]
  const { drifted = 0, looked = 0 } = scan
  const missed = await countMissedEvents(database, new Date(now().getTime() - DAY_MS))
  return [
    hoursAgo(events.at) > 1
      ? wrong(`Reconciliation: Stripe was last asked for events ${hoursAgo(events.at)} hours ago`)
      : well('Reconciliation: Stripe was asked for events within the hour'),
    missed > 0
      ? odd(
          `Reconciliation: within a day ${missed} events did not reach us by webhook; look at the endpoint in Stripe`,
        )
      : well('Reconciliation: within a day every event reached us by webhook'),
    hoursAgo(scan.at) > SCAN_HOURS
      ? wrong(`Drift: the account was last looked through ${hoursAgo(scan.at)} hours ago; the log says why`)
      : well('Drift: the account was looked through within a day'),
    Number(drifted) > 0
      ? odd(
          `Drift: ${drifted} customers differed from Stripe at the last look through the account (${looked} objects)`,
        )
      : well(
          `Drift: no customer differed from Stripe at the last look through the account (${looked} objects)`,
        ),
  ]
}

const LONG_S = 900

const inboxFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const { waiting, parked, oldestSeconds } = await findBillingFigures(database, now())
  return [
    parked === 0
      ? well('Inbox: nothing is parked')
      : wrong(`Inbox: ${parked} events are parked, so the record is not whole; see /staff/inbox`),
    oldestSeconds < LONG_S
      ? well(`Inbox: ${waiting} events wait, none too long`)
      : wrong(`Inbox: ${waiting} events wait, one overdue by ${Math.round(oldestSeconds)} seconds`),
  ]
}

const callFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const { pendingActions: owed, rejectedCancellations: refused } = await findBillingFigures(database, now())
  const late = await findOverdueActions(database, new Date(now().getTime() - DAY_MS))
  const undecided = (await listDuplicates(database)).filter(({ decision }) => decision === null).length
  return [
    refused === 0
      ? well('Calls: Stripe refused none')
      : wrong(`Calls: Stripe refused to end ${refused} contributions; see /staff/inbox`),
    late.length === 0
      ? (owed === 0 ? well : odd)(`Calls: ${owed} are owed to Stripe, none for more than a day`)
      : wrong(`Calls: ${late.length} are owed to Stripe for more than a day, the oldest because ${late[0]}`),
    undecided === 0
      ? well('Calls: no second contribution waits for staff')
      : odd(`Calls: ${undecided} second contributions wait for staff; see /staff/inbox`),
  ]
}

const mailFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const [hourAgo, dayAgo] = [HOUR_MS, DAY_MS].map((ago) => new Date(now().getTime() - ago)) as [Date, Date]
  const { late, lost } = await findMailFigures(database, { late: hourAgo, recent: dayAgo })
  return [
    late.length === 0
      ? well('Mail: none waits for more than an hour')
      : wrong(`Mail: ${late.length} wait for more than an hour, the oldest because ${late[0]}`),
    lost === 0
      ? well('Mail: none was lost within a day')
      : odd(`Mail: within a day ${lost} were refused, or cut off while they were sent`),
  ]
}

const erasureFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const late = await findOverdueErasures(database, new Date(now().getTime() - DAY_MS))
  return [
    late.length === 0
      ? well('Erasure: nobody waits for it')
      : wrong(`Erasure: ${late.length} wait for more than a day, the last time because ${late[0]}`),
  ]
}

const stripeFindings = async ({ config, resources: { stripe } }: OpenedForCommand): Promise<Finding[]> => {
  if (config.publicUrl === null)
    return [odd('Stripe: PUBLIC_URL is not set, so its endpoint was not looked at')]
  const request = {
    webhookUrl: new URL('/stripe/webhooks', config.publicUrl).href,
    returnUrl: new URL('/account', config.publicUrl).href,
    privacyUrl: new URL('/privacy', config.publicUrl).href,
    productName: '',
  }
  try {
    const steps = await stripe.inspectAccount(request)
    return steps.map(({ what, id, state }) =>
      state === 'right'
        ? well(`Stripe: ${what} ${id}`)
        : // Without it no payment is heard of in time; what else differs is shown to readers only.
          (what === 'endpoint' ? wrong : odd)(`Stripe: ${what} ${id ?? ''} ${state}; run connect-stripe`),
    )
  } catch (error) {
    return [wrong(`Stripe: the account does not answer (${error instanceof Error ? error.name : 'unknown'})`)]
  }
}

import { Command } from 'commander'
import { countDemoSupporters } from '../billing/demo/demo-store.ts'
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
import { compareRollups } from '../reports/rollups/rollup-store.ts'
import { findOverdueErasures } from '../supporters/erasure/erasure-store.ts'
import { type Finding, fine, notable, wrong } from './finding.ts'
import { type Environment, type OpenedForCommand, withBilling } from './opening.ts'
import type { Outcome, Report } from './outcome.ts'
import { redisFindings } from './redis-findings.ts'
import { replicaFindings } from './replica-findings.ts'

const DESCRIPTION = [
  'Checks the settings of Redis, the invariants of the record, the replica, reconciliation, the inbox, pending calls to Stripe,',
  'mails, erasures and the set-up of the Stripe account. Changes no data. Exit code 1 if something is wrong.',
].join(' ')

export const doctorCommand = (environment: Environment, report: Report): Command =>
  new Command('doctor')
    .summary('checks everything, changes no data')
    .description(DESCRIPTION)
    .action(async () => {
      const outcome = await withBilling(environment, async (opened) => {
        const findings = [
          ...opened.config.warnings.map(notable),
          ...(await redisFindings(opened)),
          ...(await recordFindings(opened)),
          ...(await rollupFindings(opened)),
          ...(await demoFindings(opened)),
          ...replicaFindings(await opened.resources.reportSource.look(), new Date()),
          ...(await reconciliationFindings(opened)),
          ...(await inboxFindings(opened)),
          ...(await actionFindings(opened)),
          ...(await mailFindings(opened)),
          ...(await erasureFindings(opened)),
          ...(await stripeFindings(opened)),
        ]
        return outcomeOf(findings)
      })
      report(outcome)
    })

const LABELS = { fine: 'ok   ', notable: 'look ', wrong: 'WRONG' } as const

const outcomeOf = (findings: readonly Finding[]): Outcome => {
  const isWrong = findings.some((finding) => finding.is === 'wrong')
  return { code: isWrong ? 1 : 0, text: findings.map(({ is, text }) => `${LABELS[is]} ${text}`).join('\n') }
}

const recordFindings = async ({ resources: { slowDatabase } }: OpenedForCommand): Promise<Finding[]> =>
  (await checkRecord(slowDatabase)).map(({ rule, count, example }) =>
    count === 0 ? fine(`Record: ${rule}`) : wrong(`Record: not so ${count} times that ${rule} (${example})`),
  )

const rollupFindings = async ({ resources: { slowDatabase } }: OpenedForCommand): Promise<Finding[]> =>
  (await compareRollups(slowDatabase)).map(({ table, rows }) =>
    rows === 0
      ? fine(`Reports: ${table} agrees with the record`)
      : wrong(`Reports: ${rows} rows of ${table} differ from the record; run rebuild`),
  )

const demoFindings = async ({ resources: { database } }: OpenedForCommand): Promise<Finding[]> => {
  const supporters = await countDemoSupporters(database)
  if (supporters === 0) return []
  return [
    notable(`Demo: ${supporters} supporters are invented; remove them at /staff/demo or with demo --remove`),
  ]
}

/** A scan is daily; a failed one is retried within the hour. */
const SCAN_HOURS = 26

const reconciliationFindings = async ({
  resources: { database, now },
}: OpenedForCommand): Promise<Finding[]> => {
  const [events, scan] = [await findRun(database, 'events'), await findRun(database, 'scan')]
  const hoursAgo = (at: string) => Math.round((now().getTime() - Date.parse(at)) / HOUR_MS)
  if (!events || !scan)
    return [notable('Reconciliation: it has not gone through yet; start the server, or run reconcile')]
  const { drifted = 0, looked = 0 } = scan
  const missed = await countMissedEvents(database, new Date(now().getTime() - DAY_MS))
  return [
    hoursAgo(events.at) > 1
      ? wrong(`Reconciliation: Stripe was last asked for events ${hoursAgo(events.at)} hours ago`)
      : fine('Reconciliation: Stripe was asked for events within the hour'),
    missed > 0
      ? notable(
          `Reconciliation: within a day ${missed} events did not reach us by webhook; look at the endpoint in Stripe`,
        )
      : fine('Reconciliation: within a day every event reached us by webhook'),
    hoursAgo(scan.at) > SCAN_HOURS
      ? wrong(`Drift: the account was last looked through ${hoursAgo(scan.at)} hours ago; the log says why`)
      : fine('Drift: the account was looked through within a day'),
    Number(drifted) > 0
      ? notable(
          `Drift: ${drifted} customers differed from Stripe at the last look through the account (${looked} objects)`,
        )
      : fine(
          `Drift: no customer differed from Stripe at the last look through the account (${looked} objects)`,
        ),
  ]
}

const OVERDUE_AFTER_S = 900

const inboxFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const { waiting, parked, oldestSeconds } = await findBillingFigures(database, now())
  return [
    parked === 0
      ? fine('Inbox: nothing is parked')
      : wrong(`Inbox: ${parked} events are parked, so the record is not whole; see /staff/inbox`),
    oldestSeconds < OVERDUE_AFTER_S
      ? fine(`Inbox: ${waiting} events wait, none too long`)
      : wrong(`Inbox: ${waiting} events wait, one overdue by ${Math.round(oldestSeconds)} seconds`),
  ]
}

const actionFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const { pendingActions, rejectedCancellations } = await findBillingFigures(database, now())
  const late = await findOverdueActions(database, new Date(now().getTime() - DAY_MS))
  const undecided = (await listDuplicates(database)).filter(({ decision }) => decision === null).length
  return [
    rejectedCancellations === 0
      ? fine('Calls: Stripe rejected none')
      : wrong(`Calls: Stripe rejected ${rejectedCancellations} cancellations; see /staff/inbox`),
    late.length === 0
      ? (pendingActions === 0 ? fine : notable)(
          `Calls: ${pendingActions} wait to be made, none for more than a day`,
        )
      : wrong(`Calls: ${late.length} wait to be made for more than a day, the oldest because ${late[0]}`),
    undecided === 0
      ? fine('Calls: no duplicate subscription waits for staff')
      : notable(`Calls: ${undecided} duplicate subscriptions wait for staff; see /staff/inbox`),
  ]
}

const mailFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const [hourAgo, dayAgo] = [HOUR_MS, DAY_MS].map((ago) => new Date(now().getTime() - ago)) as [Date, Date]
  const { late, lost } = await findMailFigures(database, { late: hourAgo, recent: dayAgo })
  return [
    late.length === 0
      ? fine('Mail: none waits for more than an hour')
      : wrong(`Mail: ${late.length} wait for more than an hour, the oldest because ${late[0]}`),
    lost === 0
      ? fine('Mail: none was lost within a day')
      : notable(`Mail: within a day ${lost} were refused, or interrupted while sending`),
  ]
}

const erasureFindings = async ({ resources: { database, now } }: OpenedForCommand): Promise<Finding[]> => {
  const late = await findOverdueErasures(database, new Date(now().getTime() - DAY_MS))
  return [
    late.length === 0
      ? fine('Erasure: nobody waits for it')
      : wrong(`Erasure: ${late.length} wait for more than a day, the last time because ${late[0]}`),
  ]
}

const stripeFindings = async ({ config, resources: { stripe } }: OpenedForCommand): Promise<Finding[]> => {
  if (config.publicUrl === null)
    return [notable('Stripe: PUBLIC_URL is not set, so its endpoint was not looked at')]
  const request = {
    webhookUrl: new URL('/stripe/webhooks', config.publicUrl).href,
    returnUrl: new URL('/account', config.publicUrl).href,
    privacyUrl: new URL('/privacy', config.publicUrl).href,
    productName: '',
  }
  const isWrongName = (what: string) => what === 'statement' && stripe.livemode
  try {
    const steps = await stripe.inspectAccount(request)
    return steps.map(({ what, id, state }) =>
      state === 'right'
        ? fine(`Stripe: ${what} ${id}`)
        : // Without the endpoint no payment arrives in time. A wrong name on a real statement can harm a reader.
          (what === 'endpoint' || isWrongName(what) ? wrong : notable)(
            `Stripe: ${what} ${id ?? ''} ${state}; run connect-stripe`,
          ),
    )
  } catch (error) {
    return [wrong(`Stripe: the account does not answer (${error instanceof Error ? error.name : 'unknown'})`)]
  }
}

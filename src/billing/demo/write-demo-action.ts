import type { Database, Transaction } from '../../platform/database/database.ts'
import { silenceAfterCancel } from '../history/silence-after-cancel.ts'
import { supporterStatusOf } from '../history/supporter-status.ts'
import { foldTimeline, type Timeline } from '../history/timeline.ts'
import type { ActionFact } from '../model/facts.ts'
import { saveFactsOfMany } from '../record/fact-store.ts'
import { addHistories } from '../record/ledger-store.ts'
import { savePauses } from '../record/pause-store.ts'
import { saveDemoCancellations, saveDemoSupporters } from './demo-store.ts'
import type { DemoPlan } from './invented/demo-plan.ts'
import { type DemoSupporter, inventSupporter } from './invented/demo-supporter.ts'
import { type FirstPayment, firstPaymentOf } from './invented/first-payment.ts'

/** One transaction writes this many supporters. Between two the server answers its readers. */
const BATCH = 20

/** A part of the demo: the supporters from `from` up to but not including `until`, and how each of them began. */
export type DemoBatch = {
  plan: DemoPlan
  from: number
  until: number
  payments: readonly FirstPayment[]
}

/** Writes what else belongs to a batch, in its transaction. */
export type WriteWithBatch = (transaction: Transaction, batch: DemoBatch) => Promise<void>

type Next = { plan: DemoPlan; written: number; writeMore: WriteWithBatch }

/**
 * Writes the next supporters of the demo after `written`: their facts as a sync does, and the movements and the status
 * that the same folds derive. Resolves to how many supporters are written then.
 */
export const writeDemoBatch = async (
  database: Database,
  { plan, written, writeMore }: Next,
): Promise<number> => {
  const { now } = plan
  const until = Math.min(plan.supporters, written + BATCH)
  const supporters = Array.from({ length: until - written }, (_, index) =>
    derive(plan, inventSupporter(plan, written + index)),
  )
  await database.inTransaction(async (transaction) => {
    await saveDemoSupporters(transaction, supporters)
    await saveFactsOfMany(transaction, supporters, now)
    await savePauses(
      transaction,
      supporters.flatMap(({ pauses }) => pauses),
    )
    await saveDemoCancellations(
      transaction,
      supporters.flatMap(({ cancellations }) => cancellations),
    )
    await addHistories(transaction, supporters)
    const payments = supporters.map(firstPaymentOf).filter((payment) => payment !== null)
    await writeMore(transaction, { plan, from: written, until, payments })
  })
  return until
}

const derive = (plan: DemoPlan, supporter: DemoSupporter) => {
  const { now, rules } = plan
  const { facts, pauses } = supporter
  const actions = supporter.cancellations.map(
    ({ subscriptionId, cause, at }): ActionFact => ({
      subscriptionId,
      kind: 'cancel',
      cause,
      otherSubscriptionId: null,
      createdAt: at,
    }),
  )
  const { subscriptions, invoices } = facts
  const timeline = foldTimeline(
    { subscriptions, invoices, pauses, actions },
    { now, retryDays: rules.retryDays },
  )
  return { ...supporter, movements: timeline.movements, status: statusOf(plan, supporter, timeline) }
}

const statusOf = ({ rules }: DemoPlan, { facts, cancellations }: DemoSupporter, { paidUntil }: Timeline) => {
  const gifts = facts.charges.filter((charge) => !facts.invoices.some(paysFor(charge.paymentIntentId)))
  const lastOneTimeGiftAt =
    gifts
      .map(({ createdAt }) => createdAt)
      .sort(byTime)
      .at(-1) ?? null
  const silentUntil = silenceAfterCancel({
    ...facts,
    cancellations: cancellations.map(({ subscriptionId, cause, reason, at }) => ({
      subscriptionId,
      cause,
      isUnsafe: reason === 'safety',
      createdAt: at,
    })),
    duplicates: [],
  })
  const known = { paidUntil, lastOneTimeGiftAt, lastUnpaidCheckoutAt: null, silentUntil }
  return supporterStatusOf(known, rules.retryDays)
}

const paysFor =
  (paymentIntentId: string | null) =>
  ({ paymentIntentIds }: { paymentIntentIds: readonly string[] }): boolean =>
    paymentIntentId !== null && paymentIntentIds.includes(paymentIntentId)

const byTime = (one: Date, other: Date): number => one.getTime() - other.getTime()

type Options = {
  writeMore: WriteWithBatch
  onProgress?: (written: number) => void
}

/** Writes the whole demo and tells how many supporters are written after each batch. */
export const writeDemo = async (
  database: Database,
  plan: DemoPlan,
  { writeMore, onProgress }: Options,
): Promise<void> => {
  for (let written = 0; written < plan.supporters; ) {
    written = await writeDemoBatch(database, { plan, written, writeMore })
    onProgress?.(written)
  }
}

import { z } from 'zod'

const text = z.string().nullable()
const instant = z.date().min(new Date(0)).max(new Date('9999-12-31')).nullable()
const count = z.int32().nullable()

/** The fields of an object that our record must match. Stripe may send others than its types say. */
export const scannedObject = z.object({
  id: z.string().min(1),
  customerId: text,
  /** The charge that a refund or dispute belongs to. */
  chargeId: text,
  /** The subscription of an invoice, the payment of a charge, or the source of a settlement. */
  ownerId: text,
  /** Our checkout id, if the object carries one. Without it, the object is ours if its owner is. */
  checkoutId: text,
  isPaused: z.boolean(),
  resumesAt: instant,
  status: z.string(),
  endedAt: instant,
  cancelAt: instant,
  /** The amount paid or moved; for a subscription, its next charge. */
  amount: z.int().nullable(),
  interval: text,
  intervalCount: count,
  periodEnd: instant,
  /** For an invoice: the number of attempts and the next one. */
  attempts: count,
  nextAttemptAt: instant,
  settlementId: text,
})

export type ScannedObject = z.infer<typeof scannedObject>

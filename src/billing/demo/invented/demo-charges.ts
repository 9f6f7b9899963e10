import { type Currency, exponentOf } from '../../../money/currency.ts'
import { DAY_MS } from '../../../platform/clock.ts'
import type { ChargeFact, DisputeFact, RefundFact, Settlement } from '../../model/facts.ts'

/** The value of one major unit in US dollars. Others count as one dollar: the demo invents its rates. */
const IN_DOLLARS: Partial<Record<Currency, number>> = { USD: 1, EUR: 1.09, GBP: 1.27, JPY: 0.0067 }

const FEE_RATE = 0.029
const FEE_MAJOR = 0.3
const CONVERSION_FEE_RATE = 0.01
const DISPUTE_FEE_MAJOR = 15
const PAYOUT_DAYS = 5

type Amount = { id: string; currency: Currency; amount: number; at: Date; payout: Currency }

/** Rates move a little from month to month. */
const rateOf = (from: Currency, to: Currency, at: Date): number => {
  const base = (IN_DOLLARS[from] ?? 1) / (IN_DOLLARS[to] ?? 1)
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth()
  return base * 10 ** (exponentOf(to) - exponentOf(from)) * (1 + ((month * 7) % 11) / 400)
}

const majorToMinor = (major: number, currency: Currency): number =>
  Math.round(major * 10 ** exponentOf(currency))

/** Settles an amount into the payout currency. `fee` is in its minor units. */
const settle = ({ id, currency, amount, at, payout }: Amount, fee: number): Settlement => {
  const rate = currency === payout ? null : rateOf(currency, payout, at).toFixed(6)
  const settled = Math.sign(amount) * Math.max(1, Math.round(Math.abs(amount) * Number(rate ?? 1)))
  const availableAt = new Date(Math.ceil((at.getTime() + PAYOUT_DAYS * DAY_MS) / DAY_MS) * DAY_MS)
  return {
    id: `txn_demo_${id}`,
    currency: payout,
    amount: settled,
    fee,
    net: settled - fee,
    exchangeRate: rate,
    createdAt: at,
    availableAt,
  }
}

const paymentFee = ({ currency, payout, at, amount }: Amount): number => {
  const settled = amount * (currency === payout ? 1 : rateOf(currency, payout, at))
  const rate = FEE_RATE + (currency === payout ? 0 : CONVERSION_FEE_RATE)
  return Math.round(settled * rate) + majorToMinor(FEE_MAJOR, payout)
}

export type DemoCharge = Amount & { customerId: string; paymentIntentId: string }

const chargeOf = ({ id, currency, amount, at, customerId, paymentIntentId }: DemoCharge) => ({
  id: `ch_demo_${id}`,
  customerId,
  paymentIntentId,
  checkoutId: null,
  currency,
  amount,
  createdAt: at,
  isDisputed: false,
  failureSettlement: null,
  refunds: [],
  disputes: [],
})

/** A charge that succeeded and was settled at once. */
export const paidCharge = (charge: DemoCharge): ChargeFact => ({
  ...chargeOf(charge),
  status: 'succeeded',
  failureCode: null,
  settlement: settle(charge, paymentFee(charge)),
})

/** A charge that the bank declined. */
export const failedCharge = (charge: DemoCharge, failureCode: string): ChargeFact => ({
  ...chargeOf(charge),
  status: 'failed',
  failureCode,
  settlement: null,
})

type Later = { at: Date; payout: Currency }

/** Refunds a charge, or a part of it. Stripe keeps its fee. */
export const withRefund = (
  charge: ChargeFact,
  { at, payout, amount }: Later & { amount: number },
): ChargeFact => {
  const key = `${charge.id.replace('ch_demo_', '')}_refund`
  const { currency } = charge
  const refund: RefundFact = {
    id: `re_demo_${key}`,
    chargeId: charge.id,
    status: 'succeeded',
    currency,
    amount,
    reason: 'requested_by_customer',
    createdAt: at,
    settlement: settle({ id: key, currency, amount: -amount, at, payout }, 0),
    failureSettlement: null,
  }
  return { ...charge, refunds: [refund] }
}

export type DemoDispute = Later & {
  /** Null: not decided yet. */
  decided: { at: Date; isWon: boolean } | null
}

const statusOf = (decided: DemoDispute['decided']): string => {
  if (decided === null) return 'needs_response'
  return decided.isWon ? 'won' : 'lost'
}

/** Disputes a charge. The bank takes the money at once and returns it if the dispute is won. */
export const withDispute = (charge: ChargeFact, { at, payout, decided }: DemoDispute): ChargeFact => {
  const key = charge.id.replace('ch_demo_', '')
  const { currency, amount } = charge
  const taken = { id: `${key}_dispute`, currency, amount: -amount, at, payout }
  const dispute: DisputeFact = {
    id: `dp_demo_${key}`,
    chargeId: charge.id,
    status: statusOf(decided),
    reason: 'fraudulent',
    currency,
    amount,
    createdAt: at,
    settlements: [
      settle(taken, majorToMinor(DISPUTE_FEE_MAJOR, payout)),
      ...(decided?.isWon ? [settle({ id: `${key}_won`, currency, amount, at: decided.at, payout }, 0)] : []),
    ],
  }
  return { ...charge, isDisputed: true, disputes: [dispute] }
}

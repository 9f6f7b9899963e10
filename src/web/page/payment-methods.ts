import { z } from 'zod'

/** The payment methods that Stripe can be told to offer or not. Link is missing: it is never offered. */
const METHODS = [
  'acss_debit',
  'affirm',
  'afterpay_clearpay',
  'alipay',
  'alma',
  'amazon_pay',
  'au_becs_debit',
  'bacs_debit',
  'bancontact',
  'billie',
  'bizum',
  'blik',
  'boleto',
  'card',
  'cashapp',
  'crypto',
  'customer_balance',
  'eps',
  'fpx',
  'giropay',
  'grabpay',
  'ideal',
  'kakao_pay',
  'klarna',
  'konbini',
  'kr_card',
  'mb_way',
  'mobilepay',
  'multibanco',
  'naver_pay',
  'nz_bank_account',
  'oxxo',
  'p24',
  'pay_by_bank',
  'payco',
  'paynow',
  'paypal',
  'paypay',
  'payto',
  'pix',
  'promptpay',
  'revolut_pay',
  'samsung_pay',
  'satispay',
  'scalapay',
  'sepa_debit',
  'sequra',
  'sofort',
  'sunbit',
  'swish',
  'twint',
  'upi',
  'us_bank_account',
  'wechat_pay',
  'zip',
] as const

type Method = (typeof METHODS)[number]

/** Offers only the allowed methods, or all that the account has except the excluded ones. */
export type PaymentMethods = { allowed: readonly Method[] } | { excluded: readonly Method[] }

// Cards and bank debits. Other methods need an account with one more company, or a public ledger.
const DEFAULT: PaymentMethods = { allowed: ['card', 'sepa_debit', 'bacs_debit'] }

const method = z.string().transform((name, context): Method => {
  const known = METHODS.find((each) => each === name)
  if (known) return known
  const message = name === 'link' ? 'link is never offered' : `${name} is not a payment method of Stripe`
  context.addIssue({ code: 'custom', message })
  return 'card'
})

const methods = z.array(method).min(1)

/** `payments` in newsroom.yaml: either `allowed` or `excluded`. */
export const paymentMethods = z
  .strictObject({ allowed: methods.optional(), excluded: methods.optional() })
  .transform(({ allowed, excluded }, context): PaymentMethods => {
    if (allowed && excluded)
      context.addIssue({ code: 'custom', message: 'name allowed or excluded, not both' })
    if (allowed) return { allowed }
    return excluded ? { excluded } : DEFAULT
  })
  .prefault({})

/** The reason for refusing a request. `errors.<because>` has a sentence in every language. */
export type RefusalReason =
  | 'not-found'
  | 'method-not-allowed'
  | 'unauthorized'
  | 'cross-site'
  | 'wrong-host'
  | 'not-your-role'
  | 'needs-report-role'
  | 'needs-campaigns-role'
  | 'too-large'
  | 'malformed'
  | 'unknown-choice'
  | 'too-many'
  | 'too-many-mails'
  | 'busy'
  | 'stripe-unavailable'
  | 'reminders-unavailable'
  | 'not-stopped'
  | 'unavailable'
  | 'broken'

const STATUS: Record<RefusalReason, number> = {
  'not-found': 404,
  'method-not-allowed': 405,
  unauthorized: 401,
  'cross-site': 403,
  'wrong-host': 421,
  'not-your-role': 403,
  'needs-report-role': 403,
  'needs-campaigns-role': 403,
  'too-large': 413,
  malformed: 400,
  'unknown-choice': 422,
  'too-many': 429,
  'too-many-mails': 429,
  busy: 429,
  'stripe-unavailable': 503,
  'reminders-unavailable': 503,
  'not-stopped': 503,
  unavailable: 503,
  broken: 500,
}

/** An expected refusal, thrown by routes and shown by the error page. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly because: RefusalReason
  readonly status: number
  readonly headers: Record<string, string>

  constructor(because: RefusalReason, headers: Record<string, string> = {}, options?: ErrorOptions) {
    super(because, options)
    this.because = because
    this.status = STATUS[because]
    this.headers = headers
  }
}

/** Refuses a request whose call to Stripe was not answered, or was not made because the budget is used up. */
export const stripeRefusal = (because: string): Refusal =>
  because === 'over-budget'
    ? new Refusal('busy', { 'Retry-After': '10' })
    : new Refusal('stripe-unavailable', { 'Retry-After': '60' })

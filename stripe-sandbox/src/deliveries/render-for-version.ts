import type { Event } from '../objects/stripe-objects.ts'

type Shape = Record<string, unknown>

/**
 * Renders an event in the API version of its endpoint.
 * Fields that the basil release of March 2025 moved are back in their old places for older versions.
 * https://docs.stripe.com/changelog/basil
 */
export const renderForVersion = (version: string | null, event: Event): Event => {
  if (version === null || version >= '2025-03-31') return { ...event, api_version: version }
  const object: Shape = { ...event.data.object }
  if (object['object'] === 'subscription') movePeriodsUp(object)
  if (object['object'] === 'invoice') restoreInvoiceFields(object)
  return { ...event, api_version: version, data: { ...event.data, object } }
}

const movePeriodsUp = (subscription: Shape): void => {
  const { data } = subscription['items'] as { data: Shape[] }
  const [item] = data
  for (const name of ['current_period_start', 'current_period_end']) subscription[name] = item?.[name]
  const items = data.map(({ current_period_start: _start, current_period_end: _end, ...rest }) => rest)
  subscription['items'] = { ...(subscription['items'] as Shape), data: items }
  delete subscription['billing_mode']
}

const restoreInvoiceFields = (invoice: Shape): void => {
  const parent = invoice['parent'] as { subscription_details?: { subscription: string } } | null
  invoice['subscription'] = parent?.subscription_details?.subscription ?? null
  invoice['paid'] = invoice['status'] === 'paid'
  for (const name of ['parent', 'payments', 'total_taxes']) delete invoice[name]
}

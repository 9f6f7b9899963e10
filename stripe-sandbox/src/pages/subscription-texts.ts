/** Words for subscriptions on all pages. */
export const SUBSCRIPTION_TEXTS = {
  en: {
    month: '{amount} a month',
    year: '{amount} a year',
    otherInterval: '{amount} each period',
    endsOn: 'ends on {date}',
  },
  ru: {
    month: '{amount} в месяц',
    year: '{amount} в год',
    otherInterval: '{amount} за период',
    endsOn: 'закончится {date}',
  },
}

export const SUBSCRIPTION_STATUSES = {
  en: {
    active: 'active',
    past_due: 'past due',
    unpaid: 'unpaid',
    canceled: 'canceled',
    incomplete: 'first payment missing',
    incomplete_expired: 'never paid',
    trialing: 'in trial',
  },
  ru: {
    active: 'действует',
    past_due: 'просрочена',
    unpaid: 'не оплачена',
    canceled: 'отменена',
    incomplete: 'ждёт первого платежа',
    incomplete_expired: 'так и не оплачена',
    trialing: 'пробный период',
  },
}

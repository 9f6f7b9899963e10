/** Texts of the overview that staff see first. */
export const overview = {
  'overview.title': 'Overview',
  'overview.sentence.grew':
    '{now, plural, one {# person supports} other {# people support}} us today, {today}: {change} more than a month ago, on {before}.',
  'overview.sentence.shrank':
    '{now, plural, one {# person supports} other {# people support}} us today, {today}: {change} fewer than a month ago, on {before}.',
  'overview.sentence.same':
    '{now, plural, one {# person supports} other {# people support}} us today, {today}: as many as a month ago, on {before}.',
  'overview.sentence.young':
    '{now, plural, one {# person supports} other {# people support}} us today, {today}. The record began on {since}.',
  'overview.sentence.none':
    'Nobody gives monthly or yearly yet. Figures appear within seconds of the first payment.',
  'overview.newThisMonth': 'New this month',
  'overview.period': 'up to today, {today}',
  'overview.now': 'now',
  'overview.course': '{metric}, month by month',
  'overview.sinceYesterday': 'Since yesterday',
  'overview.sinceYesterday.text': '+{gained} and −{lost} supporters. {amounts} paid.',
  'overview.sinceYesterday.unpaid': '+{gained} and −{lost} supporters. No payments.',
  'overview.events': 'Latest events',
  'overview.events.none': 'Nothing has happened yet.',
  'overview.event.aMonth': '{amount} a month',
  'overview.event.aYear': '{amount} a year',
  'overview.event.new': 'New supporter: {amount}',
  'overview.event.expansion': 'Raised by {amount}',
  'overview.event.contraction': 'Lowered by {amount}',
  'overview.event.churn':
    'Lost: {amount}{cause, select, chosen {, canceled by the supporter} cardfailure {, payment failed} dispute {, after a dispute} staff {, canceled by staff} stopped {, subscriptions were stopped} other {}}',
  'overview.event.reactivation': 'Came back: {amount}',
  'overview.event.pause': 'Paused: {amount}',
  'overview.event.resume': 'Resumed: {amount}',
  'overview.event.transfer-in': 'Changed to this currency: {amount}',
  'overview.event.transfer-out': 'Changed from this currency: {amount}',
  'overview.event.payment-failed': 'Payment failed afterwards: {amount}',
  'overview.event.refund': 'Refund: {amount}',
  'overview.event.refund-failed': 'Refund failed, the money came back: {amount}',
  'overview.event.dispute': 'Dispute: {amount} taken by the bank',
  'overview.event.dispute-reinstated': 'Dispute won: {amount} came back',
  'overview.attention': 'Needs attention',
  'overview.attention.none': 'Nothing needs you today.',
  'overview.attention.silent':
    'Nothing from Stripe has been recorded for {count, plural, one {# hour} other {# hours}}.',
  'overview.attention.silent.do': 'Check the inbox, then the webhook in Stripe’s dashboard',
  'overview.attention.rejected':
    'Stripe rejected {count, plural, one {# cancellation} other {# cancellations}}. These supporters are still charged.',
  'overview.attention.rejected.do': 'Try again in the inbox',
  'overview.attention.parked': '{count, plural, one {# event is} other {# events are}} parked.',
  'overview.attention.parked.do': 'Replay in the inbox',
  'overview.attention.disputes': '{count, plural, one {# dispute is} other {# disputes are}} open.',
  'overview.attention.disputes.do': 'See the inbox, then answer in Stripe’s dashboard',
  'overview.attention.disowned': 'Wrong addresses: {count}.',
  'overview.attention.disowned.do': 'Cancel or refund, then settle in the inbox',
  'overview.attention.duplicates':
    '{count, plural, one {# duplicate contribution waits} other {# duplicate contributions wait}} for a decision.',
  'overview.attention.duplicates.do': 'Decide in the inbox',
  'overview.attention.past-due':
    '{count, plural, one {# contribution is} other {# contributions are}} past due: {amounts} a month.',
  'overview.attention.past-due.do': 'See whom to keep',
  'overview.attention.bounced': 'Mails to {count, plural, one {# supporter} other {# supporters}} bounce.',
  'overview.attention.bounced.do': 'Send a sign-in link from the inbox',
  'overview.rounded':
    'Rounded figures, for the role “report”. They tell nothing about one person. Counts are rounded down to ten. Money is as of {day}.',
} as const

/** Texts of the supporters report, exact and rounded. */
export const supporters = {
  'rounded.sentence.active': 'At least {now} people support us.',
  'rounded.sentence.few': 'Fewer than ten people support us.',
  'rounded.note':
    'Rounded figures of whole months, for the role “report”. They tell nothing about one person. Counts are rounded down to ten and cover all currencies. Money is as of {day}.',
  'rounded.export': 'Exact figures and exports need the role “finance”.',
  'rounded.few': 'fewer than ten',
  'rounded.fewEachMonth': 'fewer than ten each month',
  'rounded.fewInCurrency': '{currency}: fewer than ten people',
  'rounded.later': 'after the month',
  'rounded.activeHelp':
    'People whose monthly or yearly contribution is in force at the end of the period, rounded down to ten. One-time gifts are not counted.',
  'rounded.newHelp':
    'People who paid a recurring contribution for the first time ever. Each month is rounded down to ten, then the months are added up.',
  'rounded.lostHelp':
    'People whose last recurring contribution ended or lapsed. Each month is rounded down to ten, then the months are added up.',
  'rounded.mrrHelp':
    'The recurring amounts last paid, per month. Rounded down by at most what ten people give. The figure changes at the end of a month, once ten people in this currency came or left.',
  'rounded.plot': 'Active supporters, month by month',
  'rounded.table': 'Month by month',
  'rounded.month': 'Month',
  'supporters.sentence.grew':
    '{now, plural, one {# person supports} other {# people support}} us, {change} more than at the start of the period.',
  'supporters.sentence.shrank':
    '{now, plural, one {# person supports} other {# people support}} us, {change} fewer than at the start of the period.',
  'supporters.sentence.same':
    '{now, plural, one {# person supports} other {# people support}} us, as many as at the start of the period.',
  'supporters.sentence.none': 'Nobody gives monthly or yearly yet.',
  'supporters.empty':
    'When the first contribution is paid it appears here within seconds. Until then there is nothing to plot, and we do not draw a line through nothing.',
  'supporters.active': 'Active supporters',
  'supporters.new': 'New',
  'supporters.lost': 'Lost',
  'supporters.plot': 'Active supporters, day by day',
  'supporters.table': 'Day by day',
  'supporters.day': 'Day',
  'supporters.tableNote': 'Days without any change are left out of the table; the CSV has every day.',
  'supporters.people': 'People',
  'supporters.contributions': 'contributions',
  'supporters.bars': 'Who came and who left, month by month',
  'supporters.barsTable': 'Came and left by month',
  'supporters.barsNote': 'The first and the last month count only the days of the period.',
  'supporters.back': 'Came back',
  'supporters.sum': 'How the number came about',
  'supporters.sum.end': 'Active on {day}',
  'supporters.sum.failing': 'of them with a failing renewal',
  'supporters.sum.right': 'Checked: {sum}.',
  'supporters.sum.wrong': 'This sum is wrong: {sum} is not {end}. Ask your operator to run “doctor”.',
  'supporters.sum.transfers':
    'Over all currencies, a change of currency changes nothing. Choose a currency to count transfers.',
  'supporters.spread': 'What supporters give now',
  'supporters.spread.note':
    'As of this moment, whichever period is chosen. Someone who gives in two currencies is counted in both.',
  'supporters.spread.amounts': 'Amounts in {currency}',
  'supporters.spread.amount': 'Amount',
  'supporters.spread.monthly': '{amount} a month',
  'supporters.spread.yearly': '{amount} a year',
  'supporters.spread.other': '{amount} a year, at other intervals',
  'supporters.spread.others': 'other amounts',
  'supporters.spread.cadences': 'How often',
  'supporters.spread.cadence': 'Charged',
  'supporters.spread.currencies': 'Currencies',
  'supporters.spread.table': '{title}: table',
  'supporters.cadence.monthly': 'monthly',
  'supporters.cadence.yearly': 'yearly',
  'supporters.cadence.other': 'at other intervals',
  'supporters.upcoming': 'The next 30 days',
  'supporters.upcoming.sentence':
    'Until {day}, {renewals, plural, =0 {no renewals are due} one {# renewal is due} other {# renewals are due}} and {cancellations, plural, =0 {no cancellations are planned} one {# cancellation is planned} other {# cancellations are planned}}.',
  'supporters.upcoming.table': 'The next 30 days by currency',
  'supporters.upcoming.note':
    'Each contribution counts once, at its next charge. Some charges will fail, and amounts may still be changed.',
  'supporters.upcoming.due': 'Amount due',
  'supporters.upcoming.lost': 'Will no longer come',
  'supporters.renewals': 'Renewals',
  'supporters.cancellations': 'Cancellations',
  'supporters.reasons': 'Reasons for canceling',
  'supporters.reasons.note':
    'From those who canceled here in the period, in all currencies. Giving a reason is voluntary. Fewer than ten are never shown, so that no reason leads to a person.',
  'supporters.reasons.few': 'Fewer than ten people gave any one reason in this period.',
  'supporters.reasons.title': 'Reasons, {period}',
  'supporters.reasons.reason': 'Reason',
  'supporters.reasons.none': 'No reason given',
} as const

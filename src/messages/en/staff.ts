export const staff = {
  'staff.title': 'Staff',
  'staff.signIn': 'Staff sign-in',
  'staff.name': 'Name',
  'staff.password': 'Password',
  'staff.signInButton': 'Sign in',
  'staff.signInFailed': 'Name and password do not belong together.',
  'staff.signInWait':
    'An attempt with this name failed just now. Wait {seconds, plural, one {# second} other {# seconds}}, then try again.',
  'staff.signInErrorSummary': 'You are not signed in',
  'staff.signOut': 'Sign out',
  'staff.signedInAs': 'Signed in as {name}',
  'staff.link.title': 'One-time sign-in',
  'staff.link.text': 'This address signs you in once, on this computer. Press the button to use it.',
  'staff.link.spent': 'This link has been used or is too old. Ask your operator for a new one.',
  'staff.reports': 'Reports',
  'reports.supporters': 'Supporters',
  'reports.from': 'From',
  'reports.to': 'To',
  'reports.currency': 'Currency',
  'reports.allCurrencies': 'All',
  'reports.show': 'Show',
  'reports.csv': 'Download as CSV',
  'reports.exact': 'Exact figures up to this moment, for the role “finance”.',
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
  'supporters.otherChanges': 'Other changes: returned, resumed, less paused and changed currency',
  'supporters.plot': 'Active supporters, day by day',
  'supporters.table': 'Day by day',
  'supporters.day': 'Day',
  'supporters.tableNote': 'Days without any change are left out of the table; the CSV has every day.',
} as const

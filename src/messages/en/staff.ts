export const staff = {
  'staff.title': 'Staff',
  'staff.signIn': 'Staff sign-in',
  'staff.name': 'Name',
  'staff.password': 'Password',
  'staff.signInButton': 'Sign in',
  'staff.signInFailed': 'Name and password do not belong together.',
  'staff.signInErrorSummary': 'You are not signed in',
  'staff.signOut': 'Sign out',
  'staff.signedInAs': 'Signed in as {name}',
  'staff.link.title': 'One-time sign-in',
  'staff.link.text': 'This address signs you in once, on this computer. Press the button to use it.',
  'staff.link.spent': 'This link has been used or is too old. The next start of the server prints a new one.',
  'staff.reports': 'Reports',
  'reports.supporters': 'Supporters',
  'reports.from': 'From',
  'reports.to': 'To',
  'reports.currency': 'Currency',
  'reports.allCurrencies': 'All',
  'reports.show': 'Show',
  'reports.csv': 'Download as CSV',
  'reports.badRange':
    'The period was not understood: write the days as 2026-11-22, the first not after the last, within ten years. The last twelve months are shown.',
  'reports.badCurrency': 'There is no such currency here. All currencies are shown.',
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
  'supporters.activeHelp':
    'People whose monthly or yearly contribution is in force at the end of the period: started by a payment, not lapsed, ended or paused. One-time gifts are not counted.',
  'supporters.mrr': 'Monthly recurring revenue',
  'supporters.mrrHelp':
    'The sum, over contributions in force, of the recurring amount last paid, per month: a yearly amount counts a twelfth. Currencies are never added up.',
  'supporters.new': 'New',
  'supporters.newHelp': 'People who paid a recurring contribution for the first time ever in the period.',
  'supporters.lost': 'Lost',
  'supporters.lostHelp': 'People whose last recurring contribution ended or lapsed in the period.',
  'supporters.plot': 'Active supporters, day by day',
  'supporters.plotLabel':
    'Active supporters from {from} to {to}: {first} on the first day, {last} on the last.',
  'supporters.table': 'Day by day',
  'supporters.day': 'Day',
  'supporters.tableNote': 'Days without any change are left out of the table; the CSV has every day.',
} as const

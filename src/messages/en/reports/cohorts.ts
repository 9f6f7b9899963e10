/** Texts of the report on cohorts. */
export const cohorts = {
  'cohorts.title': 'Who stays',
  'cohorts.sentence':
    '{left} of {people} people ({rate}) still gave {months, plural, one {# month} other {# months}} after the month in which they began.',
  'cohorts.sentence.few': 'Fewer than ten people can be followed for a month, too few for a share.',
  'cohorts.sentence.none': 'Nobody began a monthly or yearly contribution in these months.',
  'cohorts.sentence.notOver':
    'No month of this period has ended yet. A month is shown once it is over. Choose a longer period.',
  'cohorts.cadence': 'First contribution',
  'cohorts.cadence.all': 'All',
  'cohorts.cadence.monthly': 'Monthly',
  'cohorts.cadence.yearly': 'Yearly',
  'cohorts.after': '{rate} after {months, plural, one {# month} other {# months}}',
  'cohorts.peopleBegan': 'Who began and could be followed as long',
  'cohorts.peopleLeft': 'Of them, still giving',
  'cohorts.moneyBegan': 'MRR at the end of the first month',
  'cohorts.moneyLeft': 'Of it, given later',
  'cohorts.ages': 'Still giving after',
  'cohorts.ages.months': '{months, plural, one {# month} other {# months}}',
  'cohorts.ages.time': 'Time',
  'cohorts.ages.people': 'People followed',
  'cohorts.ages.left': 'Still giving',
  'cohorts.ages.share': 'Share of people',
  'cohorts.ages.money': 'Share of money, {currency}',
  'cohorts.people': 'People still giving, by month of the first payment',
  'cohorts.people.unit': 'percent of people',
  'cohorts.money': 'Money still given, by month of the first payment, {currency}',
  'cohorts.money.unit': 'percent of first MRR',
  'cohorts.people.table': 'Share of people, as a table',
  'cohorts.money.table': 'Share of money, as a table',
  'cohorts.first': 'Began in',
  'cohorts.began': 'People',
  'cohorts.note':
    'The last month shown is {month}: months that are not over are left out. Months in which fewer than ten people began are merged with the next ones. What stays below ten at the end is “too few”.',
  'cohorts.note.people':
    'People of all currencies. A paused contribution does not count until it resumes. A change of currency is not a loss.',
  'cohorts.note.money':
    'Raised amounts can take it above 100%. A change of currency takes money out of one currency and into another.',
  'cohorts.noMoney': 'Fewer than ten people began in {currency} in these months, too few for shares.',
  'cohorts.csv.people': 'by people',
  'cohorts.csv.money': 'by money',
} as const

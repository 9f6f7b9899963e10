export const plots = {
  'plots.people': 'people',
  'plots.noData': 'no data',
  'plots.few': 'too few',
  'plots.earlier.before': 'Before',
  'plots.earlier.year': 'Year before',
  'plots.earlier.gained': '{label}: gains',
  'plots.earlier.lost': '{label}: losses',
  'plots.earlier.differs': 'The earlier period touches another number of months, so no bars stand for it.',
  'plots.read': 'Read figures one by one',
  'plots.hatched': 'Hatched: {text}.',
  'plots.ring': 'Ring: {text}.',
  'plots.sentence.none': '{label}: no data.',
  'plots.sentence.one': '{label}: only one figure, {value} ({name}).',
  'plots.sentence.range':
    '{label}: first {first} ({firstName}), last {last} ({lastName}), highest {highest} ({highestName}).',
  'plots.sentence.gaps': 'Without a figure: {gaps} of {count}.',
  'plots.sentence.list': '{label}: {items}.',
  'plots.heat.sentence':
    '{label}: {rows, plural, one {# first month} other {# first months}}. Highest {highest} ({highestName}, month {highestAge}), lowest {lowest} ({lowestName}, month {lowestAge}).',
  'plots.heat.age': 'month {age}',
  'plots.heat.ages': 'months since the first payment',
  'plots.sheet': 'Period: {from} – {to}. As of {at}.',
} as const

export const plots = {
  'plots.people': 'человек',
  'plots.noData': 'нет данных',
  'plots.few': 'слишком мало',
  'plots.earlier.before': 'Раньше',
  'plots.earlier.year': 'Год назад',
  'plots.earlier.gained': '{label}: прирост',
  'plots.earlier.lost': '{label}: потери',
  'plots.earlier.differs': 'Прошлый период захватывает другое число месяцев, поэтому его столбцов нет.',
  'plots.read': 'Читать значения по одному',
  'plots.hatched': 'Штриховка: {text}.',
  'plots.ring': 'Кружок: {text}.',
  'plots.sentence.none': '{label}: нет данных.',
  'plots.sentence.one': '{label}: только одно значение, {value} ({name}).',
  'plots.sentence.range':
    '{label}: сначала {first} ({firstName}), в конце {last} ({lastName}), больше всего {highest} ({highestName}).',
  'plots.sentence.gaps': 'Без значения: {gaps} из {count}.',
  'plots.sentence.list': '{label}: {items}.',
  'plots.heat.sentence':
    '{label}: {rows, plural, one {# первый месяц} few {# первых месяца} many {# первых месяцев} other {# первых месяца}}. Больше всего {highest} ({highestName}, {highestAge}-й месяц), меньше всего {lowest} ({lowestName}, {lowestAge}-й месяц).',
  'plots.heat.age': '{age}-й месяц',
  'plots.heat.ages': 'месяцев после первого платежа',
  'plots.sheet': 'Период: {from} – {to}. По состоянию на {at}.',
}

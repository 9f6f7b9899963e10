export const cohorts = {
  'cohorts.title': 'Кто остаётся',
  'cohorts.sentence':
    '{left} из {people, plural, one {# человека} other {# человек}} ({rate}) остались с нами через {months, plural, one {# месяц} few {# месяца} many {# месяцев} other {# месяца}} после месяца первого платежа.',
  'cohorts.sentence.few':
    'Хотя бы месяц можно проследить меньше чем за десятью людьми: для доли слишком мало.',
  'cohorts.sentence.none': 'В эти месяцы никто не начал помогать ежемесячно или ежегодно.',
  'cohorts.sentence.notOver':
    'Ни один месяц этого периода ещё не закончился. Месяц виден, когда он прошёл. Выберите период длиннее.',
  'cohorts.cadence': 'Первый взнос',
  'cohorts.cadence.all': 'Все',
  'cohorts.cadence.monthly': 'Ежемесячный',
  'cohorts.cadence.yearly': 'Ежегодный',
  'cohorts.after':
    '{rate} через {months, plural, one {# месяц} few {# месяца} many {# месяцев} other {# месяца}}',
  'cohorts.peopleBegan': 'Начали, и прошло достаточно времени',
  'cohorts.peopleLeft': 'Из них поддерживают',
  'cohorts.moneyBegan': 'MRR в конце первого месяца',
  'cohorts.moneyLeft': 'Из него осталось',
  'cohorts.ages': 'Сколько остаётся',
  'cohorts.ages.months': '{months, plural, one {# месяц} few {# месяца} many {# месяцев} other {# месяца}}',
  'cohorts.ages.time': 'Прошло',
  'cohorts.ages.people': 'Начали',
  'cohorts.ages.left': 'Остались',
  'cohorts.ages.share': 'Доля людей',
  'cohorts.ages.money': 'Доля денег, {currency}',
  'cohorts.people': 'Сколько людей остаётся, по месяцу первого платежа',
  'cohorts.people.unit': 'процент людей',
  'cohorts.money': 'Сколько денег остаётся, по месяцу первого платежа, {currency}',
  'cohorts.money.unit': 'процент первого MRR',
  'cohorts.people.table': 'Доля людей, таблица',
  'cohorts.money.table': 'Доля денег, таблица',
  'cohorts.first': 'Начали',
  'cohorts.began': 'Людей',
  'cohorts.note':
    'Последний месяц здесь — {month}: незаконченные месяцы не показаны. Месяцы, когда начали меньше десяти человек, объединены со следующими. Если в конце набралось меньше десяти, это «слишком мало».',
  'cohorts.note.people':
    'Люди всех валют вместе. Взнос на паузе не считается, пока не возобновится. Смена валюты не считается уходом.',
  'cohorts.note.money':
    'Если взносы растут, бывает больше 100 %. При смене валюты деньги переходят из одной валюты в другую.',
  'cohorts.noMoney': 'В эти месяцы в {currency} начали меньше десяти человек: для долей слишком мало.',
  'cohorts.csv.people': 'по людям',
  'cohorts.csv.money': 'по деньгам',
}

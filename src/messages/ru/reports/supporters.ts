export const supporters = {
  'rounded.sentence.active': 'Нас поддерживают не меньше {now} человек.',
  'rounded.sentence.few': 'Нас поддерживают меньше десяти человек.',
  'rounded.note':
    'Округлённые данные за целые месяцы, для роли «report». По ним ничего нельзя узнать об одном человеке. Число людей округлено вниз до десятков, по всем валютам вместе. Суммы на {day}.',
  'rounded.export': 'Точные данные и выгрузки доступны роли «finance».',
  'rounded.few': 'меньше десяти',
  'rounded.fewEachMonth': 'меньше десяти в месяц',
  'rounded.fewInCurrency': '{currency}: меньше десяти человек',
  'rounded.later': 'после конца месяца',
  'rounded.activeHelp':
    'Люди, чей ежемесячный или ежегодный взнос действует на конец периода. Округлено вниз до десятков. Разовые взносы не считаются.',
  'rounded.newHelp':
    'Люди, впервые оплатившие регулярный взнос. Каждый месяц округлён вниз до десятков, потом месяцы сложены.',
  'rounded.lostHelp':
    'Люди, чей последний регулярный взнос прекратился или не был продлён. Каждый месяц округлён вниз до десятков, потом месяцы сложены.',
  'rounded.mrrHelp':
    'Последние оплаченные регулярные взносы в пересчёте на месяц. Округлено вниз не больше чем на взносы десяти человек. Сумма обновляется в конце месяца, когда в этой валюте пришли или ушли десять человек.',
  'rounded.plot': 'Поддерживают, по месяцам',
  'rounded.table': 'По месяцам',
  'rounded.month': 'Месяц',
  'supporters.sentence.grew':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: на {change} больше, чем в начале периода.',
  'supporters.sentence.shrank':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: на {change} меньше, чем в начале периода.',
  'supporters.sentence.same':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: столько же, сколько в начале периода.',
  'supporters.sentence.none': 'Пока никто не помогает ежемесячно или ежегодно.',
  'supporters.empty':
    'Первый оплаченный взнос появится здесь через несколько секунд. Пока рисовать нечего, и линию через пустоту мы не проводим.',
  'supporters.active': 'Поддерживают нас',
  'supporters.new': 'Новые',
  'supporters.lost': 'Ушли',
  'supporters.plot': 'Поддерживают, по дням',
  'supporters.table': 'По дням',
  'supporters.day': 'День',
  'supporters.tableNote': 'Дни без изменений в таблице пропущены; в CSV есть каждый день.',
  'supporters.people': 'Люди',
  'supporters.contributions': 'взносы',
  'supporters.bars': 'Кто пришёл и кто ушёл, по месяцам',
  'supporters.barsTable': 'Пришли и ушли по месяцам',
  'supporters.barsNote': 'В первом и последнем месяце учтены только дни выбранного периода.',
  'supporters.back': 'Снова с нами',
  'supporters.sum': 'Из чего складывается это число',
  'supporters.sum.end': 'Поддерживали на {day}',
  'supporters.sum.failing': 'из них: продление не проходит',
  'supporters.sum.right': 'Проверено: {sum}.',
  'supporters.sum.wrong':
    'Сумма не сходится: {sum} — это не {end}. Попросите администратора запустить «doctor».',
  'supporters.sum.transfers':
    'По всем валютам вместе смена валюты ничего не меняет. Чтобы увидеть переходы, выберите валюту.',
  'supporters.spread': 'Какие взносы сейчас',
  'supporters.spread.note':
    'На эту минуту, какой бы период вы ни выбрали. Кто помогает в двух валютах, учтён в обеих.',
  'supporters.spread.amounts': 'Суммы, {currency}',
  'supporters.spread.amount': 'Сумма',
  'supporters.spread.monthly': '{amount} в месяц',
  'supporters.spread.yearly': '{amount} в год',
  'supporters.spread.other': '{amount} в год, с другим интервалом',
  'supporters.spread.others': 'другие суммы',
  'supporters.spread.cadences': 'Как часто',
  'supporters.spread.cadence': 'Списание',
  'supporters.spread.currencies': 'Валюты',
  'supporters.spread.table': '{title}: таблица',
  'supporters.cadence.monthly': 'каждый месяц',
  'supporters.cadence.yearly': 'каждый год',
  'supporters.cadence.other': 'с другим интервалом',
  'supporters.upcoming': 'Ближайшие 30 дней',
  'supporters.upcoming.sentence':
    'До {day}: {renewals, plural, =0 {продлений нет} one {# продление} few {# продления} many {# продлений} other {# продления}}, {cancellations, plural, =0 {запланированных отмен нет} one {# запланированная отмена} few {# запланированные отмены} many {# запланированных отмен} other {# запланированной отмены}}.',
  'supporters.upcoming.table': 'Ближайшие 30 дней по валютам',
  'supporters.upcoming.note':
    'Каждый взнос учтён один раз, по ближайшему списанию. Часть списаний не пройдёт, а суммы ещё могут измениться.',
  'supporters.upcoming.due': 'Сумма продлений',
  'supporters.upcoming.lost': 'Больше не поступит',
  'supporters.renewals': 'Продления',
  'supporters.cancellations': 'Отмены',
  'supporters.reasons': 'Почему отменяют',
  'supporters.reasons.note':
    'Ответы тех, кто за этот период отменил взнос у нас на сайте, во всех валютах. Отвечать необязательно. Меньше десяти ответов не показываем, чтобы по причине нельзя было узнать человека.',
  'supporters.reasons.few': 'За этот период ни одну причину не назвали десять человек.',
  'supporters.reasons.title': 'Причины, {period}',
  'supporters.reasons.reason': 'Причина',
  'supporters.reasons.none': 'Причина не указана',
}

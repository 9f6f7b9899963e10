export const staff = {
  'staff.title': 'Редакция',
  'staff.signIn': 'Вход для редакции',
  'staff.name': 'Имя',
  'staff.password': 'Пароль',
  'staff.signInButton': 'Войти',
  'staff.signInFailed': 'Имя и пароль не подходят друг к другу.',
  'staff.signInErrorSummary': 'Войти не удалось',
  'staff.signOut': 'Выйти',
  'staff.signedInAs': 'Вы вошли как {name}',
  'staff.link.title': 'Одноразовый вход',
  'staff.link.text': 'Эта ссылка впускает один раз, на этом компьютере. Нажмите кнопку, чтобы войти.',
  'staff.link.spent': 'Ссылка уже использована или устарела. При следующем запуске сервер напечатает новую.',
  'staff.reports': 'Отчёты',
  'reports.supporters': 'Поддержка',
  'reports.from': 'С',
  'reports.to': 'По',
  'reports.currency': 'Валюта',
  'reports.allCurrencies': 'Все',
  'reports.show': 'Показать',
  'reports.csv': 'Скачать CSV',
  'reports.badRange':
    'Период не понят: дни пишутся как 2026-11-22, первый не позже последнего, не больше десяти лет. Показаны последние двенадцать месяцев.',
  'reports.badCurrency': 'Такой валюты здесь нет. Показаны все.',
  'supporters.sentence.grew':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: на {change} больше, чем в начале периода.',
  'supporters.sentence.shrank':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: на {change} меньше, чем в начале периода.',
  'supporters.sentence.same':
    'Нас поддерживают {now, plural, one {# человек} few {# человека} many {# человек} other {# человека}}: столько же, сколько в начале периода.',
  'supporters.sentence.none': 'Пока никто не помогает ежемесячно или ежегодно.',
  'supporters.empty':
    'Первый оплаченный взнос появится здесь через несколько секунд. Пока рисовать нечего, и линию через пустоту мы не проводим.',
  'supporters.active': 'Поддерживают сейчас',
  'supporters.activeHelp':
    'Люди, чей ежемесячный или ежегодный взнос действует на конец периода: начат оплатой, не просрочен, не прекращён и не на паузе. Разовые взносы не считаются.',
  'supporters.mrr': 'Регулярный доход в месяц (MRR)',
  'supporters.mrrHelp':
    'Сумма последних оплаченных регулярных взносов, действующих сейчас, в пересчёте на месяц: годовой считается за двенадцатую часть. Валюты не складываются.',
  'supporters.new': 'Новые',
  'supporters.newHelp': 'Люди, впервые оплатившие регулярный взнос в этом периоде.',
  'supporters.lost': 'Ушли',
  'supporters.lostHelp':
    'Люди, чей последний регулярный взнос в этом периоде прекратился или не был продлён.',
  'supporters.plot': 'Поддерживают, по дням',
  'supporters.plotLabel': 'Поддерживают с {from} по {to}: {first} в первый день, {last} в последний.',
  'supporters.table': 'По дням',
  'supporters.day': 'День',
  'supporters.tableNote': 'Дни без изменений в таблице пропущены; в CSV есть каждый день.',
}

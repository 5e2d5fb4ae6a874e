// A clerk's whole Friday in Debian's Chromium, without a terminal and without JavaScript. usage: node friday.js SITE FOLDER-OF-PICTURES EXPORT.xlsx EXPECTED.json
// Writes bao-cao.docx, bao-cao.xlsx and message.txt here. Prints a line for each fault; its exit status is their number.
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const fs = require('fs');
const [site, pictures, exported, expectedFile] = process.argv.slice(2);
const expected = JSON.parse(fs.readFileSync(expectedFile, 'utf8'));
const password = fs.readFileSync('pw-tinh', 'utf8').trim();
let faults = 0;
const check = (ok, what) => { if (!ok) { faults++; console.log('FAULT: ' + what); } };
// "#tin" is pressed and what is marked by that is copied, as a person does.
const marked = async (page, selector) => {
  await page.click(selector);
  await page.keyboard.press('Control+C');
  return page.evaluate('window.getSelection().toString()');
};

async function login(page) {
  await page.goto(site + '/dang-nhap');
  await page.fill('#ten', 'tinh');
  await page.fill('#mk', password);
  await page.click('button.main');
}

async function save(page, press, file) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(press)]);
  await download.saveAs(file);
  return download.suggestedFilename();
}

async function friday(context, picture) {
  const page = await context.newPage();
  await login(page);
  // the export: nothing is stored before it is confirmed
  await page.click('nav a[href="/nap-du-lieu"]');
  await picture(page, 'import-choose');
  await page.setInputFiles('input[type=file]', exported);
  await page.click('.go button.main');
  check((await page.locator('.say').first().innerText()).includes('1.500 dòng'), 'the rows are not told');
  check((await page.locator('.ask select').count()) === 2, 'two words are to be chosen');
  await picture(page, 'import-look');
  const before = await context.request.get(site + '/api/v1/league');
  check((await before.json()).units.length === 0, 'figures are there before the export was confirmed');
  await page.getByLabel('“Còn lại”').selectOption('Mức độ 2');
  check((await page.getByLabel('“Tạm ngừng, dừng xử lý hẳn”').inputValue()) === 'Dừng xử lý', 'a word that is close to a known one is not chosen');
  await page.click('button[value=nap]');
  check((await page.locator('.say b').first().innerText()).includes('Đã nạp 1.500 hồ sơ'), 'it was not stored');
  await picture(page, 'import-stored');
  // the league
  await page.click('text=Xem bảng xếp hạng');
  const total = await page.locator('tr.all').innerText();
  expected.forEach((rate) => check(total.includes(rate), `the league does not show ${rate}: ${total}`));
  await picture(page, 'league-import');
  // the report
  await page.click('nav a[href="/bao-cao"]');
  check((await page.locator('h2', { hasText: 'Chỗ phải điền' }).innerText()).includes('còn 2'), 'two blanks are not told');
  await page.fill('input[name=so]', '48');
  await page.fill('input[name=nguoi-ky]', 'Người Ký Mẫu');
  await page.click('button:has-text("Điền vào")');
  check((await page.locator('h2', { hasText: 'Chỗ phải điền' }).innerText()).includes('đã đủ'), 'blanks are left');
  await picture(page, 'report');
  check((await save(page, 'button[value=docx]', 'bao-cao.docx')) === 'bao-cao-thu-sau-2022-11-25.docx', 'name of the Word file');
  check((await save(page, 'button[value=xlsx]', 'bao-cao.xlsx')) === 'bao-cao-thu-sau-2022-11-25.xlsx', 'name of the Excel file');
  fs.writeFileSync('message.txt', await page.locator('pre.msg').innerText());
  await page.click('button:has-text("Xem trước")');
  check((await page.locator('.so').innerText()).includes('48/BC-VHTT'), 'the number is not on the preview');
  await picture(page, 'report-preview');
  await page.goBack();
  await page.click('button:has-text("Ghi là đã ban hành")');
  await picture(page, 'report-issue');
  await page.click('form.f button.main');
  check((await page.locator('.card h3').innerText()).includes('Số 48/BC-VHTT'), 'the issued report is not listed');
  await picture(page, 'report-issued');
  await page.close();
}

// The message is marked by one press, and copied by the keys that everybody knows.
async function copied(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await login(page);
  await page.goto(site + '/bao-cao');
  const text = await marked(page, 'pre.msg');
  check(text.trim() === fs.readFileSync('message.txt', 'utf8').trim(), 'the message is not marked whole: ' + text);
  await context.close();
}

// The pages of the day once more, narrow and dark.
async function screens(browser) {
  for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1240, 'dark']]) {
    const context = await browser.newContext({ viewport: { width, height: 780 }, colorScheme });
    const page = await context.newPage();
    await login(page);
    await page.goto(site + '/nap-du-lieu');
    await page.setInputFiles('input[type=file]', exported);
    await page.click('.go button.main');
    await look(page, 'import-look', width + (colorScheme === 'dark' ? '-dark' : ''));
    await page.click('button[value=bo]');
    for (const [name, path] of [['import-choose', '/nap-du-lieu'], ['report', '/bao-cao'], ['report-issue', '/bao-cao/ban-hanh']]) {
      await page.goto(site + path);
      await look(page, name, width + (colorScheme === 'dark' ? '-dark' : ''));
    }
    await context.close();
  }
}

async function look(page, name, label) {
  const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  check(over <= 0, `${name} at ${label}: ${over} px wider than the screen`);
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ' (' + v.impact + '): ' + v.nodes[0].html.slice(0, 160)))");
  found.forEach((f) => check(false, `${name} at ${label}: ${f}`));
  await page.screenshot({ path: `${pictures}/${name}-${label}.png`, fullPage: true });
}

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 1240, height: 900 }, javaScriptEnabled: false, acceptDownloads: true });
  await friday(context, (page, name) => page.screenshot({ path: `${pictures}/${name}-1240.png`, fullPage: true }));
  await context.close();
  await copied(browser);
  await screens(browser);
  await browser.close();
  console.log(faults + ' faults');
  process.exit(faults > 99 ? 99 : faults);
})();

// The pictures of docs/huong-dan, from the running pages. usage: node pictures.js SITE FOLDER EXPORT.csv
const { chromium } = require('playwright-core');
const fs = require('fs');
const [site, folder, file] = process.argv.slice(2);
const passwords = { tinh: fs.readFileSync('pw-tinh', 'utf8').trim(), xa: fs.readFileSync('pw-xa', 'utf8').trim() };

async function open(browser, name, width, height) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(site + '/dang-nhap');
  await page.fill('#ten', name);
  await page.fill('#mk', passwords[name]);
  await page.click('button.main');
  return page;
}

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const take = async (page, name) => { await page.screenshot({ path: `${folder}/${name}.png` }); };
  const office = await open(browser, 'tinh', 1000, 700);
  await take(office, 'bang-xep-hang');
  await office.goto(site + '/nap-du-lieu');
  await office.setInputFiles('input[type=file]', file);
  await take(office, 'nap-tep');
  await office.click('main form button');
  await office.waitForLoadState('networkidle');
  await take(office, 'xem-truoc-tep');
  await office.goto(site + '/bao-cao');
  await take(office, 'lap-bao-cao');
  await office.goto(site + '/chi-so');
  await take(office, 'chi-so');
  await office.goto(site + '/nguon');
  await take(office, 'nguon');
  const head = await open(browser, 'xa', 360, 740);
  await take(head, 'dien-thoai');
  await browser.close();
})();

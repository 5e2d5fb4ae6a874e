#include "record.h"

enum { INPUT_FILES_MAX = 3 };

static const struct {
    const char *word, *code;
} statuses[] = {
    {"new", "2"},     {"receiving", "1"}, {"denied", "3"},    {"processing", "4"}, {"interoperating", "4"},
    {"waiting", "5"}, {"paying", "6"},    {"cancelled", "7"}, {"unresolved", "8"}, {"releasing", "9"},
    {"done", "10"},
};

static const char *status_code(const char *word)
{
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (strcmp(statuses[i].word, word) == 0)
            return statuses[i].code;
    return "";
}

static void person_write(const struct dossier *d, struct text *out)
{
    uint64_t n = d->index + 1;
    text_literal(out, "\",\"SoGiayToChuHoSo\":\"0999");
    text_digits(out, n, 6);
    text_literal(out, "99\",\"ChuHoSo\":\"CÔNG DÂN MẪU ");
    text_digits(out, n, 6);
    text_literal(out, "\",\"LoaiDoiTuong\":\"1\",\"MaDoiTuong\":\"bi-mat-");
    text_digits(out, n, 6);
    text_literal(out, "\",\"ThongTinKhac\":\"Thôn Mẫu ");
    text_digits(out, n, 6);
    text_literal(out, "\",\"Email\":\"mau");
    text_digits(out, n, 6);
    text_literal(out, "@example.invalid\",\"Fax\":\"0900");
    text_digits(out, n, 6);
    text_literal(out, "\",\"SoDienThoai\":\"0900");
    text_digits(out, n, 6);
    text_literal(out, "\",\"TrichYeuHoSo\":\"Hồ sơ của CÔNG DÂN MẪU ");
    text_digits(out, n, 6);
}

static void dates_write(const struct dossier *d, struct text *out)
{
    text_literal(out, "\",\"NgayNopHoSo\":\"");
    text_compact(out, d->submit);
    text_literal(out, "\",\"NgayTiepNhan\":\"");
    text_compact(out, d->receive);
    text_literal(out, "\",\"NgayHenTra\":\"");
    text_compact(out, d->due);
    text_literal(out, "\",\"NgayKetThucXuLy\":\"");
    text_compact(out, d->release);
    text_literal(out, "\",\"NgayTra\":\"");
    text_compact(out, d->finish);
    text_literal(out, "\",\"NgayCapNhat\":\"");
    text_compact(out, d->modified);
    text_literal(out, "\",\"NgayTuChoi\":\"");
    if (strcmp(d->status, "denied") == 0)
        text_compact(out, d->release);
    text_literal(out, "\",\"TrangThaiHoSo\":\"");
    text_string(out, status_code(d->status));
}

static const char *yes(bool flag)
{
    return flag ? "1" : "0";
}

static void inputs_write(const struct dossier *d, struct text *out)
{
    uint64_t n = d->index + 1, files = 1 + d->index % INPUT_FILES_MAX;
    text_literal(out, ",\"TaiLieuNop\":[");
    for (uint64_t k = 0; k < files; k++) {
        text_string(out, k ? ",{\"TepDinhKemId\":\"" : "{\"TepDinhKemId\":\"");
        text_number(out, (int64_t)(n * 10 + k));
        text_literal(out, "\",\"TenTepDinhKem\":\"don-cong-dan-mau-");
        text_digits(out, n, 6);
        text_literal(out, ".pdf\",\"IsDeleted\":\"False\",\"MaThanhPhanHoSo\":\"TP0");
        text_number(out, (int64_t)k + 1);
        text_literal(out, "\",\"DuongDanTaiTepTin\":\"https://tep.example.invalid/don/bi-mat-");
        text_digits(out, n, 6);
        text_literal(out, "\",\"DuocSoHoa\":\"");
        text_string(out, yes(d->digitized));
        text_literal(out, "\",\"DuocTaiSuDung\":\"");
        text_string(out, yes(d->reused && k == 0));
        text_literal(out, "\",\"DuocLayTuKhoDMQG\":\"");
        text_string(out, yes(d->from_store && k == 0));
        text_literal(out, "\",\"MaKetQuaThayThe\":\"\"}");
    }
    text_literal(out, "]");
}

/* No fee comes in both shapes of real senders: no line, or a line of zero. */
static void fees_write(const struct dossier *d, struct text *out)
{
    if (!d->fee && d->index % 2) {
        text_literal(out, ",\"DanhSachLePhi\":[]");
        return;
    }
    text_literal(out, ",\"DanhSachLePhi\":[{\"TenPhiLePhi\":\"Lệ phí "
                      "mẫu\",\"MaPhiLePhi\":\"LP01\",\"HinhThucThu\":\"1\",\"Gia\":\"");
    text_number(out, d->fee);
    text_literal(out, "\",\"LoaiPhiLePhi\":\"2\"}]");
}

static void supplements_write(const struct dossier *d, struct text *out)
{
    text_literal(out, ",\"DanhSachHoSoBoSung\":[");
    if (d->supplement_asked != WALL_NONE) {
        text_literal(out, "{\"HoSoBoSungId\":\"");
        text_number(out, (int64_t)d->index + 1);
        text_literal(
            out,
            "\",\"NguoiYeuCauBoSung\":\"CÁN BỘ MẪU\",\"NoiDungBoSung\":\"Bổ sung giấy tờ của CÔNG DÂN MẪU ");
        text_digits(out, d->index + 1, 6);
        text_literal(out, "\",\"NgayBoSung\":\"");
        text_compact(out, d->supplement_asked);
        text_literal(out, "\",\"NgayTiepNhanBoSung\":\"");
        text_compact(out, d->supplement_given);
        text_literal(out, "\",\"TrangThaiBoSung\":\"");
        text_string(out, yes(d->supplement_given != WALL_NONE));
        text_literal(out, "\",\"NgayHenTraTruoc\":\"\",\"NgayHenTraMoi\":\"\"}");
    }
    text_literal(out, "]");
}

/* A finished dossier has a result; only an electronic one has a link to it. */
static void results_write(const struct dossier *d, struct text *out)
{
    text_literal(out, ",\"DanhSachGiayToKetQua\":[");
    if (strcmp(d->status, "done") == 0 || strcmp(d->status, "releasing") == 0) {
        text_literal(out, "{\"TenGiayTo\":\"Kết quả mẫu\",\"MaThanhPhanHoSo\":\"KQ01\",\"GiayToId\":\"");
        text_number(out, (int64_t)d->index + 1);
        text_literal(out, "\",\"DuongDanTepTinKetQua\":\"");
        if (d->electronic) {
            text_literal(out, "https://tep.example.invalid/ket-qua/bi-mat-");
            text_digits(out, d->index + 1, 6);
        }
        text_literal(out, "\",\"MaGiayToKetQua\":\"\"}");
    }
    text_literal(out, "]");
}

static void identity_write(const struct dossier *d, struct text *out)
{
    text_literal(out, ",\"DinhDanhCHS\":[{\"LoaiDinhDanh\":\"1\",\"SoDinhDanh\":\"0999");
    text_digits(out, d->index + 1, 6);
    text_literal(out, "99\"}],\"DSKetNoiCSDL\":[]}");
}

void national_row_write(const struct dossier *d, struct text *out)
{
    static const char *const channels[] = {"1", "2", "3"};
    text_literal(out, "{\"MaHoSo\":\"");
    dossier_code_write(d, out);
    text_literal(out, "\",\"MaTTHC\":\"");
    text_string(out, d->procedure);
    text_literal(out, "\",\"TenTTHC\":\"Thủ tục mẫu\",\"MaLinhVuc\":\"");
    text_string(out, d->domain);
    text_literal(out, "\",\"TenLinhVuc\":\"");
    text_string(out, d->domain_name);
    text_literal(out, "\",\"KenhThucHien\":\"");
    text_string(out, channels[d->online ? 1 : d->postal ? 2 : 0]);
    text_literal(out, "\",\"MucDo\":\"");
    text_number(out, d->level);
    person_write(d, out);
    dates_write(d, out);
    text_literal(out, "\",\"ThongTinTra\":\"\",\"HinhThuc\":\"");
    text_string(out, yes(d->via_postal == 2));
    text_literal(out, "\",\"DonViXuLy\":\"");
    text_string(out, d->unit_name);
    text_literal(out, "\",\"NoiNopHoSo\":\"1\",\"GhiChu\":\"Gọi 0900");
    text_digits(out, d->index + 1, 6);
    text_literal(out, "\",\"DuocThanhToanTrucTuyen\":\"");
    text_number(out, d->paid);
    text_literal(out, "\",\"HoSoCoThanhPhanSoHoa\":\"");
    text_string(out, yes(d->digitized));
    text_literal(out, "\",\"TaiKhoanDuocXacThucVoiVNeID\":\"");
    text_string(out, yes(d->verified));
    text_literal(out, "\"");
    inputs_write(d, out);
    fees_write(d, out);
    text_literal(out, ",\"DanhSachTepDinhKemKhac\":[]");
    supplements_write(d, out);
    results_write(d, out);
    identity_write(d, out);
}

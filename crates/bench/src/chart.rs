//! The chart: each figure as a multiple of the one it is compared with, on a logarithmic axis.

use anyhow::anyhow;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::figures::{COMMAND_TARGET, Measured, PYTHON_TARGET, Target, Unit, digits};

const WIDTH: u32 = 900;
const ROW_HEIGHT: u32 = 26;
/// The height of the title above a panel and of the axis below it.
const FRAME_HEIGHT: u32 = 90;
const LABEL_WIDTH: u32 = 310;
/// The room for the value behind the longest bar, as a multiple of it.
const ROOM: f64 = 4.0;

// No background, and colours of medium brightness: the chart is read on white and on black.
const TEXT: RGBColor = RGBColor(122, 130, 139);
const GRID: RGBAColor = RGBAColor(122, 130, 139, 0.3);
const NEUTRAL: RGBColor = RGBColor(76, 141, 214);
const MET: RGBColor = RGBColor(45, 164, 78);
const MISSED: RGBColor = RGBColor(214, 73, 51);
const TARGET: RGBColor = RGBColor(191, 135, 0);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A bar.
struct Bar {
    label: String,
    ratio: f64,
    target: Option<f64>,
}

/// Bars on one axis.
struct Panel {
    title: &'static str,
    bars: Vec<Bar>,
}

/// Draws the chart of all figures that have something to be compared with.
///
/// # Errors
/// When it cannot be drawn.
pub(crate) fn svg(measured: &Measured) -> anyhow::Result<String> {
    let panels: Vec<_> = [components(measured), python(measured)]
        .into_iter()
        .filter(|panel| !panel.bars.is_empty())
        .collect();
    let height = panels.iter().map(Panel::height).sum::<u32>().max(1);
    let mut text = String::new();
    {
        let mut rest = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
        for panel in &panels {
            let (area, below) = rest.split_vertically(panel.height());
            panel
                .draw(&area)
                .map_err(|error| anyhow!("cannot draw the chart: {error}"))?;
            rest = below;
        }
    }
    Ok(text)
}

fn components(measured: &Measured) -> Panel {
    let bar = |(figure, values): (&crate::figures::Figure, _)| {
        let target = match figure.target {
            Target::Ratio(most) => Some(most),
            _ => None,
        };
        Some(Bar {
            label: figure.what.to_owned(),
            ratio: figure.ratio(&values)?,
            target,
        })
    };
    let comparable = |figure: &crate::figures::Figure| !matches!(figure.unit, Unit::File);
    Panel {
        title: "people.wasm, times the same world without Python (control = 1)",
        bars: measured
            .figures()
            .filter(|(figure, _)| comparable(figure))
            .filter_map(bar)
            .collect(),
    }
}

fn python(measured: &Measured) -> Panel {
    let mut bars: Vec<_> = measured
        .python
        .iter()
        .map(|workload| Bar {
            label: workload.name.to_owned(),
            ratio: workload.ratio(),
            target: None,
        })
        .collect();
    bars.extend(measured.python_ratio().map(|ratio| Bar {
        label: "geometric mean".to_owned(),
        ratio,
        target: Some(PYTHON_TARGET),
    }));
    bars.extend(measured.command.as_ref().map(|command| Bar {
        label: format!("the command: {}", command.name.replace('`', "")),
        ratio: command.ratio(),
        target: Some(COMMAND_TARGET),
    }));
    Panel {
        title: "Python inside, times native CPython (native = 1)",
        bars,
    }
}

impl Bar {
    fn colour(&self) -> RGBColor {
        match self.target {
            None => NEUTRAL,
            Some(most) if self.ratio <= most => MET,
            Some(_) => MISSED,
        }
    }
}

impl Panel {
    fn height(&self) -> u32 {
        FRAME_HEIGHT + ROW_HEIGHT * u32::try_from(self.bars.len()).unwrap_or(u32::MAX / 2)
    }

    /// Returns the ends of the axis: around 1 and all bars, with room for the text behind them.
    fn range(&self) -> (f64, f64) {
        let ratios = self.bars.iter().map(|bar| bar.ratio);
        let least = ratios.clone().fold(1.0, f64::min);
        let most = ratios.fold(1.5, f64::max);
        (least / 1.05, most * (most / least).powf(0.12).min(ROOM))
    }

    fn draw(&self, area: &Area<'_>) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let (low, high) = self.range();
        let text = |size: u32| ("sans-serif", size).into_font().color(&TEXT);
        let mut chart = ChartBuilder::on(area)
            .margin(10)
            .caption(self.title, text(17))
            .x_label_area_size(28)
            .y_label_area_size(LABEL_WIDTH)
            .build_cartesian_2d((low..high).log_scale(), 0.0..self.bars.len() as f64)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .y_labels(0)
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .label_style(text(13))
            .x_label_formatter(&|ratio| format!("{ratio} ×"))
            .draw()?;
        for (index, bar) in self.bars.iter().enumerate() {
            // The first one is at the top.
            let bottom = (self.bars.len() - 1 - index) as f64;
            let middle = bottom + 0.5;
            let ends = [(1.0, bottom + 0.2), (bar.ratio, bottom + 0.8)];
            chart.draw_series([Rectangle::new(ends, bar.colour().filled())])?;
            chart.draw_series(bar.target.map(|most| {
                let ends = [(most, bottom + 0.05), (most, bottom + 0.95)];
                PathElement::new(ends, TARGET.stroke_width(3))
            }))?;
            let left = text(14).pos(Pos::new(HPos::Right, VPos::Center));
            let right = text(13).pos(Pos::new(HPos::Left, VPos::Center));
            let value = format!("{} ×", digits(bar.ratio));
            let end = bar.ratio.max(1.0).max(bar.target.unwrap_or(1.0));
            let area = chart.plotting_area();
            area.draw(
                &(EmptyElement::at((low, middle)) + Text::new(bar.label.clone(), (-10, 0), left)),
            )?;
            area.draw(&(EmptyElement::at((end, middle)) + Text::new(value, (8, 0), right)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Workload;

    #[test]
    fn the_chart_shows_each_ratio_with_its_name() {
        let mut measured = Measured::default();
        measured.put("warm-3", [Some(4e-6), None, None, Some(2e-6)]);
        measured.put("size", [Some(11.4e6), None, None, Some(40e3)]);
        measured.put("compile", [Some(2.6), None, None, Some(0.04)]);
        measured.python.push(Workload {
            name: "fib",
            ours_s: 0.13,
            other_s: 0.1,
        });
        let svg = svg(&measured).expect("draws");
        for text in [
            "warm call, 3 people",
            "2.00 ×",
            "65.0 ×",
            "fib",
            "1.30 ×",
            "geometric mean",
        ] {
            assert!(svg.contains(text), "{text} is missing in {svg}");
        }
        assert!(
            !svg.contains("size of the file"),
            "a file's size is no cost of Python"
        );
    }

    #[test]
    fn nothing_measured_is_an_empty_chart() {
        assert!(svg(&Measured::default()).expect("draws").contains("<svg"));
    }
}

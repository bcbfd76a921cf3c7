//! The load-tested routes of `examples/service` without Python: those of `http-control`, by WASI 0.3.

#![allow(
    unsafe_code,
    clippy::undocumented_unsafe_blocks,
    reason = "exported by a macro"
)]

#[path = "../../http-control/src/routes.rs"]
mod routes;

use wasip3::http::types::{ErrorCode, Fields, Method, Request, Response};
use wasip3::{wit_bindgen, wit_future, wit_stream};

use routes::Route;

wasip3::http::service::export!(Control);

struct Control;

impl wasip3::exports::http::handler::Guest for Control {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let path = request.get_path_with_query().unwrap_or_default();
        let route = Route::of(matches!(request.get_method(), Method::Post), &path);
        let body = match route {
            Route::People(_) => read(request).await?,
            Route::Greeting | Route::Nothing => Vec::new(),
        };
        answer(route.answer(&body))
    }
}

async fn read(request: Request) -> Result<Vec<u8>, ErrorCode> {
    let (processed, processing) = wit_future::new(|| Ok(()));
    let (stream, end) = Request::consume_body(request, processing);
    drop(processed);
    let text = stream.collect().await;
    end.await.map(|_| text)
}

fn answer(answer: routes::Answer) -> Result<Response, ErrorCode> {
    let internal = |what: &str| ErrorCode::InternalError(Some(what.to_owned()));
    let headers = Fields::from_list(&answer.headers()).map_err(|_| internal("headers"))?;
    let (mut writer, contents) = wit_stream::new();
    let (trailers, trailing) = wit_future::new(|| Ok(None));
    let (response, _) = Response::new(headers, Some(contents), trailing);
    drop(trailers);
    let set = response.set_status_code(answer.status);
    set.map_err(|()| internal("status"))?;
    wit_bindgen::spawn_local(async move {
        // Whoever asked may have gone.
        writer.write_all(answer.body).await;
    });
    Ok(response)
}
